package io.atoll.client.failure;

/**
 * A session can remember no more: as many keys as it may hold, or as much at once about one key.
 * Nothing was sent. What a session has seen is never forgotten silently; forget keys that are no
 * longer needed, or begin a new session.
 */
public final class SessionFull extends AtollException {
  private static final long serialVersionUID = 1L;

  public SessionFull(String message) {
    super(message, null);
  }
}
