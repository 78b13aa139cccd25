package io.atoll.runtime;

import java.io.IOException;

/** A port on which a node cannot listen; the message is one line that says what to do. */
public final class ListenFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private ListenFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param what the port's purpose, such as {@code gossip port}
   * @param setting the setting's name
   */
  public static ListenFailure of(
      String what, String protocol, String host, int port, String setting, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    // The JDK throws a BindException, Netty's native transport an IOException of its own.
    if (cause instanceof IOException && text.contains("in use")) {
      return new ListenFailure(
          "%s %d (%s) on %s is in use: stop the program that uses it, or set %s to another"
              .formatted(what, port, protocol, host, setting),
          cause);
    }
    return new ListenFailure(
        "%s %d (%s) on %s cannot be opened (%s): correct %s or the host"
            .formatted(what, port, protocol, host, text, setting),
        cause);
  }
}
