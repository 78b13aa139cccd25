package io.atoll.server.http;

/** The HTTP port could not be opened; the message is one line that says what to do. */
public final class ListenFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ListenFailedException(String message) {
    super(message, null, false, false);
  }

  static ListenFailedException of(String host, int port, String why) {
    return new ListenFailedException(
        why != null && why.contains("in use")
            ? "HTTP port %d on %s is in use: stop the program that uses it, or set ports.http to another"
                .formatted(port, host)
            : "HTTP port %d on %s cannot be opened (%s): correct ports.http or the host"
                .formatted(port, host, why));
  }
}
