"""Writes the architecture of model.py as an ONNX graph, by hand, so that every node is known.

Names and shapes of inputs and outputs are those that Hugging Face's optimum and transformers.js
use. With `inspect` the graph also returns attentions and hidden states. Where the weights come from is
for one of two classes: `HalfWeights` (fp16 in a file beside the graph, cast to fp32 in the graph, a cast that ONNX Runtime
folds when it loads) or `BlockWeights` (4 or 8 bits inside the graph).
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from quantize import BLOCK, pack, quantize_blocks

OPSET = 17
EMBEDDING = "model.embed_tokens.weight"


class Builder:
    """Collects nodes; every method returns the name of its one output."""

    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def op(self, kind, *inputs, output=None, **attributes):
        self.count += 1
        output = output or f"{kind}_{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=f"{kind}_{self.count}", **attributes))
        return output

    def constant(self, value, dtype=np.int64):
        self.count += 1
        name = f"constant_{self.count}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def initializer(self, name, array):
        self.initializers.append(numpy_helper.from_array(array, name))
        return name


class HalfWeights:
    """`places`: name -> (shape, offset, length) of fp16 arrays in the external file `data_file`."""

    def __init__(self, places, data_file):
        self.places, self.data_file = places, data_file

    def add_to(self, b):
        for name, (shape, offset, length) in self.places.items():
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=shape, data_location=TensorProto.EXTERNAL)
            for key, value in (("location", self.data_file), ("offset", offset), ("length", length)):
                tensor.external_data.add(key=key, value=str(value))
            b.initializers.append(tensor)
        self.b, self.wide = b, {name: b.op("Cast", name, to=TensorProto.FLOAT) for name in self.places}

    def gain(self, name):
        return self.wide[name]

    def rows(self, name, ids):
        return self.b.op("Cast", self.b.op("Gather", name, ids, axis=0), to=TensorProto.FLOAT)

    def linear(self, x, name, output=None):
        return self.b.op("MatMul", x, self.b.op("Transpose", self.wide[name], perm=[1, 0]), output=output)


class BlockWeights:
    """Matrices in blocks of `bits` (see quantize.py), unpacked to fp32 by nodes that ONNX Runtime folds when it
    loads: a step then costs what it costs with fp16 weights. (Its own MatMulNBits unpacks in every step: on wasm,
    with one thread, a step of the 3m model took ten times as long.) Gains stay fp16."""

    def __init__(self, arrays, bits):
        self.arrays, self.bits = arrays, bits

    def add_to(self, b):
        self.b, self.wide = b, {}
        for name, array in self.arrays.items():
            if array.ndim == 1:
                self.wide[name] = b.op("Cast", b.initializer(name, array), to=TensorProto.FLOAT)
                continue
            codes, scales = quantize_blocks(array, self.bits)
            b.initializer(f"{name}.codes", pack(codes, self.bits))
            b.initializer(f"{name}.scales", scales)
            self.wide[name] = self.unpacked(name, array.shape)

    def unpacked(self, name, shape):
        b, codes = self.b, f"{name}.codes"
        if self.bits == 4:
            four = b.constant(4, np.uint8)
            early = b.op("BitShift", b.op("BitShift", codes, four, direction="LEFT"), four, direction="RIGHT")
            late = b.op("BitShift", codes, four, direction="RIGHT")
            last = b.constant([-1])
            codes = b.op("Concat", b.op("Unsqueeze", early, last), b.op("Unsqueeze", late, last), axis=-1)
        blocks = b.op("Reshape", b.op("Cast", codes, to=TensorProto.FLOAT), b.constant([shape[0], -1, BLOCK]))
        centred = b.op("Sub", blocks, b.constant(2 ** (self.bits - 1), np.float32))
        scales = b.op("Unsqueeze", b.op("Cast", f"{name}.scales", to=TensorProto.FLOAT), b.constant([-1]))
        return b.op("Reshape", b.op("Mul", centred, scales), b.constant(shape))

    def gain(self, name):
        return self.wide[name]

    def rows(self, name, ids):
        return self.b.op("Gather", self.wide[name], ids, axis=0)

    def linear(self, x, name, output=None):
        return self.b.op("MatMul", x, self.b.op("Transpose", self.wide[name], perm=[1, 0]), output=output)


def build(config, weights, inspect=False):
    """The model, with its weights from `weights` (HalfWeights or BlockWeights)."""
    b = Builder()
    d, eps = config["hidden_size"], config["rms_norm_eps"]
    H, G, D = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]
    R = H // G
    weights.add_to(b)
    two, epsilon = b.constant(2.0, np.float32), b.constant(eps, np.float32)

    def norm(x, name):
        mean = b.op("ReduceMean", b.op("Pow", x, two), axes=[-1], keepdims=1)
        return b.op("Mul", b.op("Div", x, b.op("Sqrt", b.op("Add", mean, epsilon))), weights.gain(name))

    def split(x, *shape):
        return b.op("Transpose", b.op("Reshape", x, b.constant([0, 0, *shape])), perm=[0, 2, 1, 3])

    # Rotary angles [batch, 1, T, D/2] from the positions given.
    frequency = (config["rope_theta"] ** (-np.arange(0, D, 2, dtype=np.float32) / D)).astype(np.float32)
    position = b.op("Cast", b.op("Unsqueeze", "position_ids", b.constant([1, 3])), to=TensorProto.FLOAT)
    angle = b.op("Mul", position, b.constant(frequency, np.float32))
    cos, sin = b.op("Cos", angle), b.op("Sin", angle)
    zero, half, whole, last = b.constant([0]), b.constant([D // 2]), b.constant([D]), b.constant([3])

    def rotate(x):
        first, second = b.op("Slice", x, zero, half, last), b.op("Slice", x, half, whole, last)
        turned = b.op("Sub", b.op("Mul", first, cos), b.op("Mul", second, sin))
        other = b.op("Add", b.op("Mul", second, cos), b.op("Mul", first, sin))
        return b.op("Concat", turned, other, axis=3)

    # A query sees the keys up to its own place, of those that the attention mask admits: [batch, 1, 1, T, S].
    def length(x, axis):
        return b.op("Squeeze", b.op("Slice", b.op("Shape", x), b.constant([axis]), b.constant([axis + 1])), b.constant([0]))

    new_count, all_count = length("input_ids", 1), length("attention_mask", 1)
    one, start = b.constant(1), b.constant(0)
    key_place = b.op("Range", start, all_count, one)
    query_place = b.op("Range", b.op("Sub", all_count, new_count), all_count, one)
    causal = b.op("LessOrEqual", key_place, b.op("Unsqueeze", query_place, b.constant([1])))
    admitted = b.op("Unsqueeze", b.op("Cast", "attention_mask", to=TensorProto.BOOL), b.constant([1, 2, 3]))
    visible = b.op("And", causal, admitted)
    hidden_score = b.constant(np.finfo(np.float32).min, np.float32)

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch_size", length_name])
        for name, length_name in (
            ("input_ids", "sequence_length"),
            ("attention_mask", "total_sequence_length"),
            ("position_ids", "sequence_length"),
        )
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch_size", "sequence_length", config["vocab_size"]])]
    inspected = []

    def expose(name, value, shape):
        if inspect:
            b.op("Identity", value, output=name)
            inspected.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch_size", *shape]))

    x = weights.rows(EMBEDDING, "input_ids")
    for n in range(config["num_hidden_layers"]):
        at = f"model.layers.{n}."
        expose(f"hidden_states.{n}", x, ["sequence_length", d])
        h = norm(x, at + "input_layernorm.weight")
        q = rotate(split(weights.linear(h, at + "self_attn.q_proj.weight"), H, D))
        kv = {"key": rotate(split(weights.linear(h, at + "self_attn.k_proj.weight"), G, D)), "value": split(weights.linear(h, at + "self_attn.v_proj.weight"), G, D)}
        for part in kv:
            past = f"past_key_values.{n}.{part}"
            inputs.append(helper.make_tensor_value_info(past, TensorProto.FLOAT, ["batch_size", G, "past_sequence_length", D]))
            kv[part] = b.op("Concat", past, kv[part], axis=2, output=f"present.{n}.{part}")
            outputs.append(helper.make_tensor_value_info(kv[part], TensorProto.FLOAT, ["batch_size", G, "total_sequence_length", D]))
        # Heads of one group share their keys: [batch, G, R, T, D] times [batch, G, 1, D, S].
        grouped = b.op("Reshape", q, b.constant([0, G, R, -1, D]))
        keys = b.op("Unsqueeze", b.op("Transpose", kv["key"], perm=[0, 1, 3, 2]), b.constant([2]))
        scores = b.op("Mul", b.op("MatMul", grouped, keys), b.constant(D**-0.5, np.float32))
        looks = b.op("Softmax", b.op("Where", visible, scores, hidden_score), axis=-1)
        flat = b.op("Reshape", looks, b.op("Concat", b.op("Shape", q, start=0, end=3), b.op("Unsqueeze", all_count, zero), axis=0)) if inspect else None
        expose(f"attentions.{n}", flat, [H, "sequence_length", "total_sequence_length"])
        mixed = b.op("MatMul", looks, b.op("Unsqueeze", kv["value"], b.constant([2])))
        joined = b.op("Transpose", b.op("Reshape", mixed, b.constant([0, H, -1, D])), perm=[0, 2, 1, 3])
        x = b.op("Add", x, weights.linear(b.op("Reshape", joined, b.constant([0, 0, H * D])), at + "self_attn.o_proj.weight"))
        h = norm(x, at + "post_attention_layernorm.weight")
        gate = weights.linear(h, at + "mlp.gate_proj.weight")
        inside = b.op("Mul", b.op("Mul", gate, b.op("Sigmoid", gate)), weights.linear(h, at + "mlp.up_proj.weight"))
        x = b.op("Add", x, weights.linear(inside, at + "mlp.down_proj.weight"))
    expose(f"hidden_states.{config['num_hidden_layers']}", x, ["sequence_length", d])
    output = EMBEDDING if config["tie_word_embeddings"] else "lm_head.weight"
    weights.linear(norm(x, "model.norm.weight"), output, output="logits")

    graph = helper.make_graph(b.nodes, "llama", inputs, outputs + inspected, b.initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8, producer_name="scalars-to-clusters")
