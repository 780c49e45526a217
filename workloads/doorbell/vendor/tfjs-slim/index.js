// Stands in for the full @tensorflow/tfjs (331 MB installed): the face models need only the core
// operations, callable as methods on a tensor. No layers, no converter, no data, no WebGL.
const core = require('@tensorflow/tfjs-core');

const tensorMethods = core.Tensor.prototype;
for (const [name, operation] of Object.entries(core)) {
  const isOperation = typeof operation === 'function' && /^[a-z]/.test(name);
  if (!isOperation || name in tensorMethods) continue;
  tensorMethods[name] = function chained(...args) {
    return operation(this, ...args);
  };
}
Object.assign(tensorMethods, {
  as1D() {
    return core.reshape(this, [this.size]);
  },
  as2D(rows, columns) {
    return core.reshape(this, [rows, columns]);
  },
  as3D(...shape) {
    return core.reshape(this, shape);
  },
  as4D(...shape) {
    return core.reshape(this, shape);
  },
  asScalar() {
    return core.reshape(this, []);
  },
  toFloat() {
    return core.cast(this, 'float32');
  },
  toInt() {
    return core.cast(this, 'int32');
  },
});

module.exports = { ...core, version: { tfjs: '4.22.0' } };
