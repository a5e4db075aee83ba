"""The architecture, in PyTorch: a small Llama (RMSNorm, RoPE, grouped-query attention, SwiGLU,
tied embeddings). Parameter names are Hugging Face's, so that `model.safetensors` loads there too.
Shapes: B batch, T new tokens, P cached tokens, S = P + T, H query heads, K key/value heads, D head size.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

HERE = Path(__file__).parent
SIZES = json.loads((HERE / "sizes.json").read_text())
CONTEXT = 256


def config_of(size):
    """Hugging Face's config.json of a size named in sizes.json."""
    vocabulary = json.loads((HERE / "tokens.json").read_text())["vocabularySize"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": vocabulary,
        **SIZES[size],
        "max_position_embeddings": CONTEXT,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "hidden_act": "silu",
        "tie_word_embeddings": True,
        "attention_bias": False,
        "mlp_bias": False,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "torch_dtype": "float16",
        # With the usual 0.02 a model of width 128 still guessed names among four after 15 million tokens;
        # with 1/sqrt(width) names are copied after one million.
        "initializer_range": round(SIZES[size]["hidden_size"] ** -0.5, 4),
    }


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


def rope_table(c):
    """cos and sin for every position, [max_positions, D]; the two halves of a head turn together."""
    d = c["head_dim"]
    frequency = c["rope_theta"] ** (-torch.arange(0, d, 2, dtype=torch.float32) / d)
    angle = torch.arange(c["max_position_embeddings"], dtype=torch.float32)[:, None] * frequency
    angle = torch.cat([angle, angle], -1)
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.kv_heads, self.d = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = nn.Linear(c["hidden_size"], self.heads * self.d, bias=False)
        self.k_proj = nn.Linear(c["hidden_size"], self.kv_heads * self.d, bias=False)
        self.v_proj = nn.Linear(c["hidden_size"], self.kv_heads * self.d, bias=False)
        self.o_proj = nn.Linear(self.heads * self.d, c["hidden_size"], bias=False)

    def qkv(self, x, cos, sin):
        def split(y, heads):
            return y.view(*y.shape[:2], heads, self.d).transpose(1, 2)

        q, k, v = split(self.q_proj(x), self.heads), split(self.k_proj(x), self.kv_heads), split(self.v_proj(x), self.kv_heads)
        return rotate(q, cos, sin), rotate(k, cos, sin), v

    def forward(self, x, cos, sin, hidden_from):
        q, k, v = self.qkv(x, cos, sin)
        group = self.heads // self.kv_heads
        k, v = k.repeat_interleave(group, 1).to(v.dtype), v.repeat_interleave(group, 1)
        # Written out: compiled, this is several times as fast on a CPU as scaled_dot_product_attention.
        scores = ((q * self.d**-0.5).to(v.dtype) @ k.transpose(2, 3)).float()
        weights = scores.masked_fill(hidden_from, -1e30).softmax(-1).to(v.dtype)
        return self.o_proj((weights @ v).transpose(1, 2).reshape(*x.shape[:2], -1))


class MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.up_proj = nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.down_proj = nn.Linear(c["intermediate_size"], c["hidden_size"], bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c)
        self.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.mlp = MLP(c)

    def forward(self, x, cos, sin, hidden_from):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, hidden_from)
        return x + self.mlp(self.post_attention_layernorm(x))


class Llama(nn.Module):
    """Token ids [B, T] -> logits [B, T, V]. A row may hold several documents, each begun by end-of-text:
    a token sees its own document alone, so the logits are those of the document by itself."""

    def __init__(self, c):
        super().__init__()
        self.config = c
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.model.layers = nn.ModuleList(Block(c) for _ in range(c["num_hidden_layers"]))
        self.model.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        cos, sin = rope_table(c)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                # The two matrices that write to the residual stream start smaller (GPT-2).
                writes = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=c["initializer_range"] / ((2 * c["num_hidden_layers"]) ** 0.5 if writes else 1))

    def forward(self, ids):
        places = torch.arange(ids.shape[1])
        document = (ids == self.config["bos_token_id"]).cumsum(1)
        other = document[:, :, None] != document[:, None, :]
        hidden_from = (other | (places[None, :] > places[:, None]))[:, None]
        cos, sin = self.cos[: ids.shape[1]], self.sin[: ids.shape[1]]
        x = self.model.embed_tokens(ids)
        for layer in self.model.layers:
            x = layer(x, cos, sin, hidden_from)
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight)
