export * from './mlp';
