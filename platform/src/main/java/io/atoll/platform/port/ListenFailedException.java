package io.atoll.platform.port;

import io.atoll.net.Endpoint;

/** A port for clients could not be opened; the message is one line that says what to do. */
public final class ListenFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ListenFailedException(String message) {
    super(message, null, false, false);
  }

  /**
   * @param what the port's purpose, such as {@code HTTP}
   * @param setting the setting's name, such as {@code ports.http}
   */
  public static ListenFailedException of(String what, String setting, Endpoint wanted, String why) {
    return new ListenFailedException(
        why != null && why.contains("in use")
            ? "%s port %d on %s is in use: stop the program that uses it, or set %s to another"
                .formatted(what, wanted.port(), wanted.host(), setting)
            : "%s port %d on %s cannot be opened (%s): correct %s or the host"
                .formatted(what, wanted.port(), wanted.host(), why, setting));
  }
}
