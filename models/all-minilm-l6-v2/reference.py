"""Vectors of sentences.json by PyTorch and transformers in fp32: the mean over tokens, then length 1, as sentence-transformers does it.

Usage: reference.py FOLDER (the model as published; README.md says whence). Writes reference.bin (fp32 [1000, 384], not in git).
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).parent
MAX_TOKENS = 256


def load(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return tokenizer, AutoModel.from_pretrained(folder).eval()


def encode(tokenizer, text):
    return tokenizer(text, return_tensors="pt", padding=False, truncation=True, max_length=MAX_TOKENS)


def pool(hidden):
    """hidden [T, d] of one text, no padding: [d] of length 1."""
    mean = hidden.mean(0)
    return mean / np.linalg.norm(mean)


if __name__ == "__main__":
    torch.set_num_threads(1)
    tokenizer, model = load(sys.argv[1])
    texts = [s["text"] for s in json.loads((HERE / "sentences.json").read_text())]
    with torch.no_grad():
        vectors = np.stack([pool(model(**encode(tokenizer, text)).last_hidden_state[0].numpy()) for text in texts])
    vectors.astype("<f4").tofile(HERE / "reference.bin")
    print(vectors.shape)
