// Renders every overlay and holds it against the Kubernetes schemas and against our own rules.
//   node manifests_test.mjs BUILD     BUILD/npm holds the pinned tools, BUILD/bin our binaries
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {test} from 'node:test';
import {load} from './schema.mjs';

const build = resolve(process.argv[2]);
const yaml = createRequire(`${build}/npm/package.json`)('yaml');
const faults = load(`${build}/npm`);

function render(overlay) {
  const text = execFileSync(`${build}/npm/kubectl/kubectl`,
      ['kustomize', `deploy/kustomize/overlays/${overlay}`], {encoding: 'utf8'});
  return yaml.parseAllDocuments(text).map((document) => document.toJS());
}

const ofKind = (manifests, kind) => manifests.filter((manifest) => manifest.kind === kind);
const named = (manifests, kind, name) =>
    ofKind(manifests, kind).find((manifest) => manifest.metadata.name === name);
const seconds = (text) => Number(text.match(/^(\d+)s$/)[1]);

// The settings that a pod's main container gets from its ConfigMaps.
function settings(manifests, pod) {
  return Object.assign({}, ...(pod.containers[0].envFrom ?? [])
      .map(({configMapRef}) => named(manifests, 'ConfigMap', configMapRef.name).data));
}

test('a misspelt field, a wrong type and an unknown kind are found', () => {
  const deployment = (spec) => ({apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'a'},
    spec: {selector: {matchLabels: {a: 'b'}}, template: {metadata: {labels: {a: 'b'}},
      spec: {containers: [{name: 'a', image: 'b'}], ...spec}}}});
  assert.deepEqual(faults(deployment({})), []);
  assert.match(faults(deployment({terminationGracePeriod: 3}))[0], /terminationGracePeriod/);
  assert.match(faults(deployment({containers: [{name: 'a', readynessProbe: {}}]}))[0],
      /readynessProbe/);
  assert.match(faults(deployment({terminationGracePeriodSeconds: 'long'}))[0],
      /terminationGracePeriodSeconds/);
  assert.match(faults({apiVersion: 'apps/v1', kind: 'Deploymint', metadata: {}})[0], /Deploymint/);
});

for (const overlay of readdirSync('deploy/kustomize/overlays')) {
  const manifests = render(overlay);
  const pods = manifests.filter(({spec}) => spec?.template?.spec?.containers);
  const deployments = ofKind(manifests, 'Deployment');

  test(`${overlay}: every manifest keeps to its schema`, () => {
    assert.ok(deployments.length >= 2);
    for (const manifest of manifests) {
      assert.deepEqual(faults(manifest), [], `${manifest.kind} ${manifest.metadata.name}`);
    }
  });

  test(`${overlay}: pods are restricted, and secrets are files`, () => {
    for (const {metadata, spec: {template: {spec}}} of pods) {
      const where = metadata.name;
      assert.equal(spec.securityContext.runAsNonRoot, true, where);
      assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault', where);
      assert.equal(spec.automountServiceAccountToken, false, where);
      assert.equal(spec.enableServiceLinks, false, where);
      for (const container of spec.containers) {
        const {securityContext} = container;
        assert.equal(securityContext.readOnlyRootFilesystem, true, where);
        assert.equal(securityContext.allowPrivilegeEscalation, false, where);
        assert.deepEqual(securityContext.capabilities.drop, ['ALL'], where);
        assert.ok(container.resources.limits.memory, where);
        assert.ok(!JSON.stringify(container).includes('secretKeyRef'), where);
        assert.ok(!(container.envFrom ?? []).some((source) => source.secretRef), where);
      }
    }
  });

  test(`${overlay}: probes, drain, disruption and services fit together`, () => {
    for (const deployment of deployments) {
      const where = deployment.metadata.name;
      const {spec, metadata} = deployment.spec.template;
      const [container] = spec.containers;
      assert.deepEqual(container.livenessProbe.httpGet, {path: '/healthz', port: 'ops'}, where);
      assert.deepEqual(container.startupProbe.httpGet, {path: '/healthz', port: 'ops'}, where);
      assert.deepEqual(container.readinessProbe.httpGet, {path: '/readyz', port: 'ops'}, where);
      const {MAINSTAY_DRAIN_DELAY: delay, MAINSTAY_DRAIN_DEADLINE: deadline} =
          settings(manifests, spec);
      assert.ok(spec.terminationGracePeriodSeconds >= seconds(delay) + seconds(deadline) + 5, where);
      const selects = (selector) =>
          Object.entries(selector).every(([key, value]) => metadata.labels[key] === value);
      assert.ok(ofKind(manifests, 'PodDisruptionBudget')
          .some((budget) => selects(budget.spec.selector.matchLabels)), where);
      const services = ofKind(manifests, 'Service').filter(({spec}) => selects(spec.selector));
      assert.ok(services.some(({spec}) => spec.clusterIP === 'None'), where);
      const ports = new Set(container.ports.map(({name}) => name));
      for (const service of services) {
        for (const {targetPort} of service.spec.ports) assert.ok(ports.has(targetPort), where);
      }
      for (const mount of container.volumeMounts ?? []) {
        assert.ok(spec.volumes.some(({name}) => name === mount.name), `${where}: ${mount.name}`);
      }
    }
  });

  test(`${overlay}: every setting is one that its binary knows`, () => {
    for (const {spec: {template: {spec}}} of deployments) {
      const [binary] = spec.containers[0].command;
      const path = `${build}/bin/${binary}`;
      assert.ok(existsSync(path), `${path} is not built`);
      const help = execFileSync(path, ['--help'], {encoding: 'utf8', env: {}});
      for (const name of Object.keys(settings(manifests, spec))) {
        const flag = name.replace('MAINSTAY_', '--').toLowerCase().replaceAll('_', '-');
        assert.match(help, new RegExp(`${flag}\\b(?!-)`), `${binary} has no ${flag}`);
      }
    }
  });

  test(`${overlay}: a file that a setting names is mounted`, () => {
    for (const {metadata, spec: {template: {spec}}} of deployments) {
      const folders = (spec.containers[0].volumeMounts ?? []).map(({mountPath}) => `${mountPath}/`);
      for (const [name, value] of Object.entries(settings(manifests, spec))) {
        if (!name.endsWith('_FILE')) continue;
        assert.ok(folders.some((folder) => value.startsWith(folder)), `${metadata.name}: ${name}`);
      }
    }
  });

  test(`${overlay}: the owner's password is for the migration only`, () => {
    for (const {kind, metadata, spec: {template: {spec}}} of pods) {
      for (const {secret} of spec.volumes ?? []) {
        const keys = (secret?.items ?? []).map(({key}) => key);
        if (keys.includes('owner.dsn')) assert.equal(kind, 'Job', metadata.name);
      }
    }
  });
}

test('prod: gRPC is for clients with a certificate, HTTP for the ingress, Redis has a password', () => {
  const manifests = render('prod');
  const of = (name) =>
      settings(manifests, named(manifests, 'Deployment', name).spec.template.spec);
  const gateway = of('gateway');
  assert.ok(gateway.MAINSTAY_GRPC_TLS_CERT_FILE && gateway.MAINSTAY_GRPC_TLS_CLIENT_CA_FILE);
  assert.equal(gateway.MAINSTAY_HTTP_TLS_CERT_FILE, undefined);
  assert.ok(gateway.MAINSTAY_REDIS_PASSWORD_FILE);
  assert.ok(of('accounts').MAINSTAY_TLS_CLIENT_CA_FILE);
});

// One that happens to be somebody else's network in the operator's cluster would let everybody in it
// pass for anybody.
test('prod: the gateway does not start before the network of its proxies is set', () => {
  const manifests = render('prod');
  const {spec} = named(manifests, 'Deployment', 'gateway').spec.template;
  const [binary] = spec.containers[0].command;
  const {MAINSTAY_REDIS_PASSWORD_FILE, ...env} = settings(manifests, spec);
  const {status, stderr} =
      spawnSync(`${build}/bin/${binary}`, [], {encoding: 'utf8', env, timeout: 60_000});
  assert.equal(status, 1);
  assert.match(stderr, /trusted-proxies: 'set-the-network-of-your-ingress' is neither/);
});
