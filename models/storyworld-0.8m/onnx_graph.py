"""Writes the architecture of model.py as an ONNX graph, by hand, so that every node is known.

Weights are stored once, as fp16 external data, and cast to fp32 in the graph (ONNX Runtime folds
the casts when it loads). Names and shapes of inputs and outputs are those that Hugging Face's
optimum and transformers.js use. With `inspect` the graph also returns attentions and hidden states.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
DATA_FILE = "model.onnx_data"


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


def external_initializer(name, array, offset):
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=array.shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", DATA_FILE), ("offset", offset), ("length", array.nbytes)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def build(config, weights, inspect):
    """`weights`: name -> fp16 array. Returns the model and the bytes of its external data."""
    b = Builder()
    d, eps = config["hidden_size"], config["rms_norm_eps"]
    H, G, D = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]
    R = H // G
    data = b""
    for name, array in weights.items():
        b.initializers.append(external_initializer(name, array, len(data)))
        data += array.tobytes()
    cast = {name: b.op("Cast", name, to=TensorProto.FLOAT) for name in weights}
    two, epsilon = b.constant(2.0, np.float32), b.constant(eps, np.float32)

    def norm(x, name):
        mean = b.op("ReduceMean", b.op("Pow", x, two), axes=[-1], keepdims=1)
        return b.op("Mul", b.op("Div", x, b.op("Sqrt", b.op("Add", mean, epsilon))), cast[name])

    def linear(x, name):
        return b.op("MatMul", x, b.op("Transpose", cast[name], perm=[1, 0]))

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

    x = b.op("Cast", b.op("Gather", "model.embed_tokens.weight", "input_ids", axis=0), to=TensorProto.FLOAT)
    for n in range(config["num_hidden_layers"]):
        at = f"model.layers.{n}."
        expose(f"hidden_states.{n}", x, ["sequence_length", d])
        h = norm(x, at + "input_layernorm.weight")
        q = rotate(split(linear(h, at + "self_attn.q_proj.weight"), H, D))
        kv = {"key": rotate(split(linear(h, at + "self_attn.k_proj.weight"), G, D)), "value": split(linear(h, at + "self_attn.v_proj.weight"), G, D)}
        for part in kv:
            past = f"past_key_values.{n}.{part}"
            inputs.append(helper.make_tensor_value_info(past, TensorProto.FLOAT, ["batch_size", G, "past_sequence_length", D]))
            kv[part] = b.op("Concat", past, kv[part], axis=2, output=f"present.{n}.{part}")
            outputs.append(helper.make_tensor_value_info(kv[part], TensorProto.FLOAT, ["batch_size", G, "total_sequence_length", D]))
        # Heads of one group share their keys: [batch, G, R, T, D] times [batch, G, 1, D, S].
        grouped = b.op("Reshape", q, b.constant([0, G, R, -1, D]))
        keys = b.op("Unsqueeze", b.op("Transpose", kv["key"], perm=[0, 1, 3, 2]), b.constant([2]))
        scores = b.op("Mul", b.op("MatMul", grouped, keys), b.constant(D**-0.5, np.float32))
        weights_ = b.op("Softmax", b.op("Where", visible, scores, hidden_score), axis=-1)
        flat = b.op("Reshape", weights_, b.op("Concat", b.op("Shape", q, start=0, end=3), b.op("Unsqueeze", all_count, zero), axis=0)) if inspect else None
        expose(f"attentions.{n}", flat, [H, "sequence_length", "total_sequence_length"])
        mixed = b.op("MatMul", weights_, b.op("Unsqueeze", kv["value"], b.constant([2])))
        joined = b.op("Transpose", b.op("Reshape", mixed, b.constant([0, H, -1, D])), perm=[0, 2, 1, 3])
        x = b.op("Add", x, linear(b.op("Reshape", joined, b.constant([0, 0, H * D])), at + "self_attn.o_proj.weight"))
        h = norm(x, at + "post_attention_layernorm.weight")
        gate = linear(h, at + "mlp.gate_proj.weight")
        inside = b.op("Mul", b.op("Mul", gate, b.op("Sigmoid", gate)), linear(h, at + "mlp.up_proj.weight"))
        x = b.op("Add", x, linear(inside, at + "mlp.down_proj.weight"))
    expose(f"hidden_states.{config['num_hidden_layers']}", x, ["sequence_length", d])
    y = b.op("Transpose", cast["model.embed_tokens.weight"], perm=[1, 0])
    b.op("MatMul", norm(x, "model.norm.weight"), y, output="logits")

    graph = helper.make_graph(b.nodes, "llama", inputs, outputs + inspected, b.initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8, producer_name="scalars-to-clusters")
    return model, data
