package io.atoll.platform.port;

import io.atoll.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds out whether a port can be opened. Servers of one Vert.x instance share a port without a
 * word, so two nodes that were given the same one would steal each other's connections; only a bind
 * of our own finds that out.
 */
public final class FreePort {
  private FreePort() {}

  /**
   * The endpoint to listen on, with a port that was seen to be free. Blocking.
   *
   * @param what the port's purpose, such as {@code HTTP}
   * @param setting the setting's name, such as {@code ports.http}
   * @param wanted with the port 0 for any
   * @throws ListenFailedException when it cannot be had
   */
  public static Endpoint find(String what, String setting, Endpoint wanted) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      InetSocketAddress address = new InetSocketAddress(wanted.host(), wanted.port());
      if (address.isUnresolved()) {
        throw ListenFailedException.of(what, setting, wanted, "unknown host");
      }
      probe.bind(address);
      return wanted.withPort(probe.getLocalPort());
    } catch (IOException e) {
      throw ListenFailedException.of(what, setting, wanted, e.getMessage());
    }
  }
}
