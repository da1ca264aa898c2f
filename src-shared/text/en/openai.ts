/** What is said where a request of the Messages API is carried over to OpenAI's format. */
export const openai = {
  block: (name: string, type: string) =>
    `This conversation holds a “${type}” block, which ${name} has no place for. Choose another provider for it, or start a new conversation.`,
  tool: (name: string, tool: string) =>
    `This request needs the tool “${tool}”, which ${name} does not have. Choose another provider for it.`,
  file: (name: string) =>
    `This request points to a file kept at Anthropic, which ${name} cannot open. Send the file itself, or choose another provider.`,
  pdf: (name: string) =>
    `This request holds a PDF, which ${name} does not read. Send its text, or choose another provider.`,
  address: (name: string) =>
    `This request points to a picture or document by its address, which ${name} does not open. Send the file itself, or choose another provider.`,
  oneCall: (name: string) =>
    `This request allows only one tool call at a time, which ${name} cannot promise. Choose another provider for it.`,
  stopped: (name: string, why: string) => `${name} gave up on its own answer (${why}). Ask again.`,
  runaway: 'The model wrote nothing but spaces and was stopped.',
  broke: (name: string) => `${name} broke its answer off with an error.`,
  noMessage: (name: string) => `${name} answered with something that is no message.`,
}
