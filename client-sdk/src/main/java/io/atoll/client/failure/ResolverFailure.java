package io.atoll.client.failure;

/** A resolver threw, or returned null; the siblings are as they were. */
public final class ResolverFailure extends AtollException {
  private static final long serialVersionUID = 1L;

  public ResolverFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
