"""Writes static/models/all-minilm-l6-v2 from the model as published: int8 weights as ONNX, tokenizer and configuration for transformers.js.

Usage: export.py FOLDER OTHER: the unpacked model of both packages (README.md), which must hold the same weights and tokenizer.
"""
import hashlib
import json
import sys
from pathlib import Path

import onnx
from safetensors.numpy import load_file

from onnx_graph import build

ID = "all-minilm-l6-v2"
OUT = Path(__file__).parents[2] / "static" / "models" / ID
MAX_TOKENS = 256
# The file as sentence-transformers published it, so its SHA-256 there.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(path, value, **options):
    path.write_text(json.dumps(value, ensure_ascii=False, **options) + "\n")


def check_same(folder, other):
    for name in ("model.safetensors", "tokenizer.json"):
        if sha256(folder / name) != sha256(other / name):
            raise SystemExit(f"{name} differs between {folder} and {other}")
    if sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        raise SystemExit("model.safetensors is not the file that was published")


def write_tokenizer(folder):
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    # The published file cuts at 128 and pads to 128; sentence-transformers overrides both (max_seq_length 256, no fixed padding), and so do we.
    tokenizer |= {"truncation": None, "padding": None}
    write_json(OUT / "tokenizer.json", tokenizer, separators=(",", ":"))
    config = json.loads((folder / "tokenizer_config.json").read_text())
    write_json(OUT / "tokenizer_config.json", config | {"model_max_length": MAX_TOKENS}, indent=2)


def write_manifest():
    paths = ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx"]
    files = {path: {"bytes": (OUT / path).stat().st_size, "sha256": sha256(OUT / path)} for path in paths}
    write_json(OUT / "manifest.json", {"schemaVersion": 1, "id": ID, "files": files}, indent=2)


folder, other = Path(sys.argv[1]), Path(sys.argv[2])
check_same(folder, other)
(OUT / "onnx").mkdir(parents=True, exist_ok=True)
config = json.loads((folder / "config.json").read_text())
write_json(OUT / "config.json", config, indent=2)
write_tokenizer(folder)
model = build(config, load_file(folder / "model.safetensors"), "weights")
onnx.checker.check_model(model)
(OUT / "onnx" / "model_quantized.onnx").write_bytes(model.SerializeToString(deterministic=True))
write_manifest()
print((OUT / "manifest.json").read_text())
