"""Block quantization of a matrix: 4 or 8 bits a weight, symmetric, one scale for 32 neighbours of a row.

weight = scale * (code - 2^(bits - 1)), codes unsigned. The scale is a float16 number: of 33 tried, from
half of what the block's largest weight asks for up to that and a little more, the one with the smallest squared error.
"""
import numpy as np

BLOCK = 32


def quantize_blocks(matrix, bits):
    """[N, K] -> codes uint8 [N, K] and scales float16 [N, K / 32]."""
    blocks = matrix.astype(np.float32).reshape(matrix.shape[0], -1, BLOCK)
    middle = 2 ** (bits - 1)
    # Codes reach from -middle to middle - 1: the sign of the scale lets the largest weight have the longer side.
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)
    best_error = np.full(blocks.shape[:2], np.inf, dtype=np.float32)
    best_scale = np.zeros(blocks.shape[:2], dtype=np.float16)
    for part in np.linspace(0.5, 1.06, 33):
        scale = (-largest[..., 0] * part / middle).astype(np.float16)
        error = np.square(dequantize(codes_of(blocks, scale, bits), scale, bits) - blocks).sum(-1)
        better = error < best_error
        best_error, best_scale = np.where(better, error, best_error), np.where(better, scale, best_scale)
    return codes_of(blocks, best_scale, bits).reshape(matrix.shape), best_scale


def codes_of(blocks, scale, bits):
    middle = 2 ** (bits - 1)
    wide = scale.astype(np.float32)[..., None]
    ratio = np.divide(blocks, wide, out=np.zeros_like(blocks), where=wide != 0)
    return np.clip(np.rint(ratio) + middle, 0, 2 * middle - 1).astype(np.uint8)


def dequantize(codes, scale, bits):
    return (codes.astype(np.float32) - 2 ** (bits - 1)) * scale.astype(np.float32)[..., None]


def pack(codes, bits):
    """Two 4-bit codes a byte, the earlier one in the low half; 8-bit codes as they are."""
    return codes[:, 0::2] | (codes[:, 1::2] << 4) if bits == 4 else codes
