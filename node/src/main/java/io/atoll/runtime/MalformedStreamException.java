package io.atoll.runtime;

/** What came over a connection cannot be read further: the connection is to be closed. */
final class MalformedStreamException extends Exception {
  private static final long serialVersionUID = 1L;

  private final LinkFailure failure;

  MalformedStreamException(LinkFailure failure, String message) {
    // No stack: unknown peers can cause it at will.
    super(message, null, false, false);
    this.failure = failure;
  }

  LinkFailure failure() {
    return failure;
  }
}
