package io.atoll.consensus;

/** Bytes that are no message and no state of the topology log. */
public final class MalformedBytesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedBytesException(String message) {
    super(message);
  }
}
