"""Turns checkpoints/last.pt into what the book ships: static/models/storyworld-0.8m/.

    python export.py

fp16 weights twice (safetensors for our engine, one external-data file for both ONNX graphs), the
JSON files that Hugging Face's libraries want, and manifest.json with the length and SHA-256 of each.
"""
import hashlib
import json
from pathlib import Path

import onnx
import torch
from safetensors.torch import save_file

from model import CONFIG, Llama
from onnx_graph import DATA_FILE, build

HERE = Path(__file__).parent
OUT = HERE / "../../static/models/storyworld-0.8m"


def write_json(name, value):
    (OUT / name).write_text(json.dumps(value, indent=2) + "\n")


def main():
    (OUT / "onnx").mkdir(parents=True, exist_ok=True)
    model = Llama()
    model.load_state_dict(torch.load(HERE / "checkpoints" / "last.pt")["model"])
    weights = {name: parameter.detach().half().contiguous() for name, parameter in model.named_parameters()}
    save_file(weights, OUT / "model.safetensors", metadata={"format": "pt"})
    # save_file makes a private file; a web server must be able to read it.
    (OUT / "model.safetensors").chmod(0o644)

    arrays = {name: tensor.numpy() for name, tensor in weights.items()}
    for name, inspect in (("model", False), ("model_inspect", True)):
        graph, data = build(CONFIG, arrays, inspect)
        (OUT / "onnx" / f"{name}.onnx").write_bytes(graph.SerializeToString())
        (OUT / "onnx" / DATA_FILE).write_bytes(data)
        onnx.checker.check_model(str(OUT / "onnx" / f"{name}.onnx"), full_check=True)

    write_json("config.json", {**CONFIG, "transformers.js_config": {"use_external_data_format": {"model.onnx": 1}}})
    special = "<|endoftext|>"
    write_json(
        "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": special, "eos_token": special, "model_max_length": CONFIG["max_position_embeddings"]},
    )
    write_json("generation_config.json", {"bos_token_id": 0, "eos_token_id": 0, "max_length": CONFIG["max_position_embeddings"]})

    names = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json", "model.safetensors"]
    names += [f"onnx/{name}" for name in ("model.onnx", "model_inspect.onnx", DATA_FILE)]
    files = {}
    for name in names:
        content = (OUT / name).read_bytes()
        files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    write_json("manifest.json", {"schemaVersion": 1, "id": OUT.resolve().name, "files": files})


if __name__ == "__main__":
    main()
