package io.atoll.client.failure;

/**
 * A codec threw, or returned null; the cause has the details. While encoding, nothing was sent;
 * while decoding, what was read is of another type than this codec's.
 */
public final class CodecFailure extends AtollException {
  private static final long serialVersionUID = 1L;

  public CodecFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
