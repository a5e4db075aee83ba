"""Writes all-MiniLM-L6-v2 (BERT) as an ONNX graph, node by node, with its matrices in one of several schemes.

float    fp32 matrices: to compare the graph with PyTorch
weights  int8 matrices with a scale for each output channel; activations stay fp32 (the scheme that ships)
dynamic  int8 matrices with a scale for each output channel; activations rounded to uint8 with one scale a tensor, found at each run
blocks   int8 matrices with a scale for each 32 weights (com.microsoft MatMulNBits); activations fp32

The embedding is int8 with a scale a token in all but `float`. Positions, norms and biases are small and stay fp16 or fp32.
Inputs and outputs are named as transformers.js's feature-extraction wants them: input_ids, attention_mask and token_type_ids
[batch_size, sequence_length] to last_hidden_state [batch_size, sequence_length, 384]. Pooling is done outside.
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def quantize_rows(weight):
    """int8 codes of a matrix [rows, columns] and a scale for each row: weight is about codes * scale[:, None]."""
    scale = (np.abs(weight).max(1) / 127).astype(np.float32)
    scale[scale == 0] = 1
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale


class Builder:
    """Collects nodes; every method returns the name of its one output."""

    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def op(self, kind, *inputs, output=None, domain="", outputs=1, **attributes):
        self.count += 1
        names = [output or f"{kind}_{self.count}"] if outputs == 1 else [f"{kind}_{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}_{self.count}", domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value, dtype=np.float32):
        self.count += 1
        name = f"constant_{self.count}"
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name))
        return name

    def integers(self, *values):
        return self.constant(values, np.int64)


def blocks_of_32(b, x, weight, bias):
    out_size, in_size = weight.shape
    grouped = weight.reshape(out_size, in_size // 32, 32)
    scale = np.abs(grouped).max(2) / 127
    codes = np.clip(np.rint(grouped / scale[..., None]), -127, 127) + 128
    product = b.op(
        "MatMulNBits", x, b.constant(codes, np.uint8), b.constant(scale.ravel()), domain="com.microsoft", K=in_size, N=out_size, bits=8, block_size=32
    )
    return b.op("Add", product, b.constant(bias))


def balance(b, x, weight):
    """Moves part of the spread between input channels from the matrix to x, so that one scale an output channel rounds it better."""
    spread = np.sqrt(np.abs(weight).max(0))
    return b.op("Mul", x, b.constant(spread)), weight / spread


def linear(b, scheme, x, weight, bias):
    """x [..., in] times weight [out, in] transposed, plus bias [out]."""
    if scheme == "blocks":
        return blocks_of_32(b, x, weight, bias)
    if scheme == "float":
        product = b.op("MatMul", x, b.constant(weight.T))
        return b.op("Add", product, b.constant(bias))
    codes, scale = quantize_rows(weight)
    matrix = b.constant(codes.T, np.int8)
    if scheme == "weights":
        # ONNX Runtime casts once, when it loads the graph: from then on the product is an fp32 one.
        product = b.op("MatMul", x, b.op("Cast", matrix, to=TensorProto.FLOAT))
        scaled = b.op("Mul", product, b.constant(scale))
    else:
        rounded, step, zero = b.op("DynamicQuantizeLinear", x, outputs=3)
        product = b.op("Cast", b.op("MatMulInteger", rounded, matrix, zero), to=TensorProto.FLOAT)
        scaled = b.op("Mul", product, b.op("Mul", b.constant(scale), step))
    return b.op("Add", scaled, b.constant(bias))


def build(config, weights, scheme):
    """`weights`: name -> fp32 array, named as in the safetensors file."""
    b = Builder()
    d, heads = config["hidden_size"], config["num_attention_heads"]
    head_size = d // heads

    def norm(x, name):
        gain, shift = b.constant(weights[f"{name}.weight"]), b.constant(weights[f"{name}.bias"])
        return b.op("LayerNormalization", x, gain, shift, axis=-1, epsilon=config["layer_norm_eps"])

    def dense(x, *names):
        """One product for several matrices side by side."""
        weight = np.concatenate([weights[f"{name}.weight"] for name in names])
        return linear(b, scheme, x, weight, np.concatenate([weights[f"{name}.bias"] for name in names]))

    def embed():
        words = weights["embeddings.word_embeddings.weight"]
        if scheme == "float":
            return b.op("Gather", b.constant(words), "input_ids")
        codes, scale = quantize_rows(words)
        rows = b.op("Cast", b.op("Gather", b.constant(codes, np.int8), "input_ids"), to=TensorProto.FLOAT)
        return b.op("Mul", rows, b.op("Gather", b.constant(scale[:, None]), "input_ids"))

    length = b.op("Shape", "input_ids", start=1, end=2)
    positions = weights["embeddings.position_embeddings.weight"]
    if scheme == "float":
        position_rows = b.constant(positions)
    else:
        position_rows = b.op("Cast", b.constant(positions, np.float16), to=TensorProto.FLOAT)
    place = b.op("Slice", position_rows, b.integers(0), length, b.integers(0))
    kind = b.op("Gather", b.constant(weights["embeddings.token_type_embeddings.weight"]), "token_type_ids")
    x = norm(b.op("Add", b.op("Add", embed(), kind), place), "embeddings.LayerNorm")

    # 0 where a token is seen, very low where the mask hides padding: [batch, 1, 1, T].
    mask = b.op("Unsqueeze", b.op("Cast", "attention_mask", to=TensorProto.FLOAT), b.integers(1, 2))
    hidden = b.op("Mul", b.op("Sub", b.constant(1.0), mask), b.constant(np.finfo(np.float32).min))

    def split(x, *perm):
        return b.op("Transpose", b.op("Reshape", x, b.integers(0, 0, heads, head_size)), perm=perm)

    for n in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{n}."
        qkv = dense(x, *(at + f"attention.self.{part}" for part in ("query", "key", "value")))
        q, k, v = b.op("Split", qkv, b.integers(d, d, d), outputs=3, axis=-1)
        scores = b.op("MatMul", split(q, 0, 2, 1, 3), split(k, 0, 2, 3, 1))
        shown = b.op("Softmax", b.op("Add", b.op("Mul", scores, b.constant(head_size**-0.5)), hidden), axis=-1)
        mixed = b.op("Transpose", b.op("MatMul", shown, split(v, 0, 2, 1, 3)), perm=[0, 2, 1, 3])
        attended = dense(b.op("Reshape", mixed, b.integers(0, 0, d)), at + "attention.output.dense")
        x = norm(b.op("Add", attended, x), at + "attention.output.LayerNorm")
        inner = dense(x, at + "intermediate.dense")
        # GELU by the error function: x/2 (1 + erf(x / sqrt 2)).
        erf = b.op("Erf", b.op("Div", inner, b.constant(np.sqrt(2))))
        gelu = b.op("Mul", b.op("Mul", inner, b.op("Add", erf, b.constant(1.0))), b.constant(0.5))
        down, bias = weights[at + "output.dense.weight"], weights[at + "output.dense.bias"]
        # A few of the 1536 channels carry weights far above the others', and would set the step of every row.
        fed = linear(b, scheme, *(balance(b, gelu, down) if scheme == "weights" else (gelu, down)), bias)
        x = norm(b.op("Add", fed, x), at + "output.LayerNorm")
    b.op("Identity", x, output="last_hidden_state")

    shape = ["batch_size", "sequence_length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask", "token_type_ids")]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, d])]
    graph = helper.make_graph(b.nodes, "bert", inputs, outputs, b.initializers)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)] if scheme == "blocks" else [helper.make_opsetid("", OPSET)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="scalars-to-clusters")
