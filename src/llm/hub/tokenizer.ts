/** Any tokenizer.json of the Hub, and the template that turns a conversation into a prompt: by Hugging Face's own small packages. */
import { Template } from '@huggingface/jinja';
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import type { Tokenizer } from '../../engine/tokenizer';
import { ModelFileError } from '../loading/errors';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

interface TokenizerConfig {
  eos_token?: string | { content: string };
  chat_template?: string;
}

export interface ChatTokenizer extends Tokenizer {
  /** The prompt after which the model writes the assistant's next message. */
  chatPrompt(messages: readonly Message[]): string;
}

/** `endOfTextId` is the token that ends what the model writes; it does not begin its texts. */
export function chatTokenizer(json: unknown, configJson: unknown): ChatTokenizer {
  const config = configJson as TokenizerConfig;
  const tokenizer = new HubTokenizer(json as object, config);
  const endOfText = typeof config.eos_token === 'object' ? config.eos_token.content : config.eos_token;
  const endOfTextId = endOfText === undefined ? undefined : tokenizer.token_to_id(endOfText);
  if (endOfTextId === undefined) throw new ModelFileError('tokenizer_config.json names no end-of-text token that the tokenizer has');
  const vocabularySize = tokenizer.get_vocab().size;
  const decode = (ids: readonly number[]) => tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  return {
    vocabularySize,
    endOfTextId,
    encode: (text) => [...tokenizer.encode(text, { add_special_tokens: false }).ids],
    decode,
    tokenText: (id) => decode([id]),
    chatPrompt(messages) {
      if (!config.chat_template) throw new ModelFileError('tokenizer_config.json has no chat template: this is no model to talk with');
      return new Template(config.chat_template).render({ messages, add_generation_prompt: true });
    },
  };
}
