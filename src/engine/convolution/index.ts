/** Convolutions as shapes and as matrix products, and two networks counted from their shapes. */
export * from './convolution';
export * from './networks';
