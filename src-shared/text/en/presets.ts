/** What one should know of a kind of provider before adding it; one sentence or two. */
export const presets = {
  notes: {
    anthropic: 'Claude from its maker, paid by use.',
    zai: 'GLM, the international house. Keys of the coding plan and paid by use both work here.',
    zhipu: 'GLM, the house in China. Keys of the international house do not work here.',
    minimax: 'Text and images with M3; the M2 models read text only. China has an address of its own.',
    kimi: 'Kimi by use. Keys of the coding plan do not work here.',
    deepseek: 'DeepSeek by use. It limits only how many requests run at once.',
    qwen: 'Qwen by use. A key works in its own region only; newer workspaces have an address of their own.',
    kimi_code: 'The plan’s keys work only here, and only for coding agents.',
    qwen_coding: 'The plan’s keys begin with sk-sp- and work only here.',
    qwen_token: 'The plan’s keys work only here.',
    ollama_cloud: 'Open models that Ollama runs, by plan.',
    openrouter: 'Many makers behind one key. Claude comes from Anthropic; other models are not made for Claude Code.',
    siliconflow: 'Open models of many makers. China has an address of its own.',
    vercel: 'Many makers behind one key, paid from the team’s credits.',
    ollama: 'Models on this computer. Give them at least 64,000 tokens of context.',
    lmstudio: 'Models on this computer, as they are loaded there.',
    llamacpp: 'A server of your own. Tools need its option --jinja.',
    vllm: 'A server of your own. Tools need --enable-auto-tool-choice and a tool call parser.',
    custom: 'Any other server that speaks Anthropic’s Messages format.',
  },
  groups: {
    maker: 'From the maker, by use',
    plan: 'By plan',
    gateway: 'Many makers behind one key',
    local: 'On your own computer',
    custom: 'Your own',
  },
  tests: {
    free: 'Testing the key costs nothing.',
    one_token: 'Testing the key costs one token; there is no free question.',
    free_or_one_token: 'Testing the key is free where the server tells of it, and else costs one token.',
  },
  /** The names of an account's windows. */
  windows: { five_hours: 'Five hours', session: 'Session', day: 'Day', week: 'Week', month: 'Month' },
} as const
