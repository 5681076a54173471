// Kubernetes schemas, strictly: kubernetes-models tells wrong types and missing fields; a field
// that its validator never asks for is one the schema does not have, so a misspelt one.
import {createRequire} from 'node:module';

// load(folder): a function from a manifest to the list of what is wrong with it, with the packages
// in folder/node_modules.
export function load(folder) {
  const require = createRequire(`${folder}/package.json`);
  return (manifest) => {
    const {apiVersion, kind} = manifest;
    let model;
    try {
      model = require(`kubernetes-models/${apiVersion}`)[kind];
    } catch {
      model = undefined;
    }
    if (!model) return [`there is no ${kind} in ${apiVersion}`];
    const seen = new Set();
    try {
      model.prototype.validate.call(watch(manifest, '', seen));
    } catch (error) {
      return [error.message];
    }
    return leaves(manifest, '').filter((path) => !seen.has(path))
        .map((path) => `${path} is no field of ${kind}`);
  };
}

// A value that notes in `seen` the path of every property read from it.
function watch(value, path, seen) {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = target[key];
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return inner;
      seen.add(`${path}/${key}`);
      return watch(inner, `${path}/${key}`, seen);
    },
  });
}

// The paths of everything in a value: each property and element.
function leaves(value, path) {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(
      ([key, inner]) => [`${path}/${key}`, ...leaves(inner, `${path}/${key}`)]);
}
