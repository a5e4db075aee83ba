"""Turns checkpoints/<size>.pt into what the book ships: static/models/storyworld-<size>/.

    python export.py --size 3m

The fp16 weights, which are model.safetensors and, byte for byte the same, the external data of both fp16
graphs (their offsets point past the safetensors header); the graphs of 8 and 4 bits, each with its weights
inside; the JSON files that Hugging Face's libraries want; manifest.json with length and SHA-256 of each.
"""
import argparse
import hashlib
import json
import shutil
from pathlib import Path

import onnx
import torch
from safetensors.torch import save

from model import SIZES, Llama, config_of
from onnx_graph import BlockWeights, HalfWeights, build

HERE = Path(__file__).parent
DATA_FILE = "model.onnx_data"
GRAPHS = ("model", "model_inspect", "model_quantized", "model_q4")
SPECIAL = "<|endoftext|>"


def folder_of(size):
    return HERE / f"../../static/models/storyworld-{size}"


def half_weights(safetensors):
    """The tensors of a safetensors file as external data: name -> (shape, offset, length)."""
    header_length = int.from_bytes(safetensors[:8], "little")
    header = json.loads(safetensors[8 : 8 + header_length])
    header.pop("__metadata__", None)
    begin = 8 + header_length
    places = {name: (entry["shape"], begin + entry["data_offsets"][0], entry["data_offsets"][1] - entry["data_offsets"][0]) for name, entry in header.items()}
    return HalfWeights(places, DATA_FILE)


def export(size):
    out, config = folder_of(size), config_of(size)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    model = Llama(config)
    model.load_state_dict(torch.load(HERE / "checkpoints" / f"{size}.pt")["model"])
    weights = {name: parameter.detach().half().contiguous() for name, parameter in model.named_parameters()}
    arrays = {name: tensor.numpy() for name, tensor in weights.items()}
    safetensors = save(weights, metadata={"format": "pt"})
    (out / "model.safetensors").write_bytes(safetensors)
    (out / "onnx" / DATA_FILE).write_bytes(safetensors)

    graphs = {
        "model": build(config, half_weights(safetensors)),
        "model_inspect": build(config, half_weights(safetensors), inspect=True),
        "model_quantized": build(config, BlockWeights(arrays, bits=8)),
        "model_q4": build(config, BlockWeights(arrays, bits=4)),
    }
    for name, graph in graphs.items():
        path = out / "onnx" / f"{name}.onnx"
        path.write_bytes(graph.SerializeToString())
        onnx.checker.check_model(str(path), full_check=True)

    def write_json(name, value):
        (out / name).write_text(json.dumps(value, indent=2) + "\n")

    write_json("config.json", {**config, "transformers.js_config": {"use_external_data_format": {"model.onnx": 1}}})
    write_json(
        "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": SPECIAL, "eos_token": SPECIAL, "model_max_length": config["max_position_embeddings"], "clean_up_tokenization_spaces": False},
    )
    write_json("generation_config.json", {"bos_token_id": 0, "eos_token_id": 0, "max_length": config["max_position_embeddings"]})
    shutil.copyfile(HERE / "tokenizer.json", out / "tokenizer.json")

    names = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json", "model.safetensors", f"onnx/{DATA_FILE}"]
    names += [f"onnx/{name}.onnx" for name in GRAPHS]
    files = {}
    for name in names:
        content = (out / name).read_bytes()
        files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    write_json("manifest.json", {"schemaVersion": 1, "id": f"storyworld-{size}", "files": files})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, required=True)
    export(parser.parse_args().size)
