"""Compares schemes of onnx_graph.py with PyTorch's fp32 on sentences.json (native ONNX Runtime). Writes the graphs to a folder for timing in wasm.

Usage: compare.py FOLDER OUT [scheme ...]
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

from onnx_graph import build
from reference import HERE, encode, load, pool

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
schemes = sys.argv[3:] or ["float", "weights", "dynamic", "blocks"]
tokenizer, _ = load(folder)
texts = [s["text"] for s in json.loads((HERE / "sentences.json").read_text())]
inputs = [{k: v.numpy() for k, v in encode(tokenizer, text).items()} for text in texts]
reference = np.fromfile(HERE / "reference.bin", "<f4").reshape(len(texts), -1)
weights, config = load_file(folder / "model.safetensors"), json.loads((folder / "config.json").read_text())
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
for scheme in schemes:
    file = out / f"{scheme}.onnx"
    onnx.save(build(config, weights, scheme), file)
    session = onnxruntime.InferenceSession(file, options)
    vectors = np.stack([pool(session.run(None, i)[0][0]) for i in inputs])
    cosine = (vectors * reference).sum(1)
    worst = int(cosine.argmin())
    print(f"{scheme:8} {file.stat().st_size:9} bytes, cosine mean {cosine.mean():.6f} min {cosine.min():.6f} ({texts[worst][:50]!r}), largest difference {np.abs(vectors - reference).max():.1e}")
