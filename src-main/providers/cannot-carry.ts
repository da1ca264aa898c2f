/**
 * The request asks for something this format has no place for. It is refused in words rather than sent without: an
 * answer from which a part of the question was silently taken away would be a lie. The message is for the user.
 */
export class CannotCarry extends Error {
  override readonly name = 'CannotCarry'
}
