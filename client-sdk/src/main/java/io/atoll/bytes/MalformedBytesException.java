package io.atoll.bytes;

/**
 * Bytes that are not what they should be; the text says where and why. Has no stack trace: bad
 * bytes come from outside, at any rate.
 */
public final class MalformedBytesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedBytesException(String message) {
    super(message, null, false, false);
  }

  /** The same, naming what was being read. */
  public MalformedBytesException within(String what) {
    return new MalformedBytesException(what + ": " + getMessage());
  }
}
