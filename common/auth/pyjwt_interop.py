"""The other side of interop_test.cc: tokens by PyJWT.

mint DIR    makes a key of each algorithm and a token by it; writes DIR/jwks.json and DIR/tokens
check DIR   verifies the tokens in DIR/tokens with the keys in DIR/jwks.json
"""
import json
import pathlib
import sys
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

ISSUER, AUDIENCE = "https://issuer.test", "mainstay"
ALGORITHMS = {
    "RS256": (lambda: rsa.generate_private_key(65537, 2048), jwt.algorithms.RSAAlgorithm),
    "ES256": (lambda: ec.generate_private_key(ec.SECP256R1()), jwt.algorithms.ECAlgorithm),
    "EdDSA": (ed25519.Ed25519PrivateKey.generate, jwt.algorithms.OKPAlgorithm),
}


def mint(folder):
    keys, tokens = [], []
    for name, (generate, algorithm) in ALGORITHMS.items():
        key = generate()
        keys.append({**json.loads(algorithm.to_jwk(key.public_key())), "kid": name, "alg": name})
        claims = {"iss": ISSUER, "aud": [AUDIENCE, "other"], "sub": "wang.li", "name": "王丽",
                  "roles": ["analyst"], "iat": int(time.time()), "exp": int(time.time()) + 600}
        tokens.append(jwt.encode(claims, key, algorithm=name, headers={"kid": name}))
    (folder / "jwks.json").write_text(json.dumps({"keys": keys}))
    (folder / "tokens").write_text("\n".join(tokens) + "\n")


def check(folder):
    keys = {key["kid"]: key for key in json.loads((folder / "jwks.json").read_text())["keys"]}
    seen = set()
    for token in (folder / "tokens").read_text().split():
        key = keys[jwt.get_unverified_header(token)["kid"]]
        public = ALGORITHMS[key["alg"]][1].from_jwk(json.dumps(key))
        claims = jwt.decode(token, public, algorithms=[key["alg"]], audience=AUDIENCE,
                            issuer=ISSUER, options={"require": ["exp", "iat", "sub"]})
        assert claims["sub"] == "wang.li" and claims["name"] == "王丽", claims
        seen.add(key["alg"])
    assert seen == set(ALGORITHMS), seen


{"mint": mint, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
