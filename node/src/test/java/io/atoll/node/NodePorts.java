package io.atoll.node;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a node that is about to start. They are free, and lie below those that systems give to
 * whoever asks for any: on a busy machine one of those is somebody else's a moment later.
 */
public final class NodePorts {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 30_000;
  private static final int TRIES = 100;

  private NodePorts() {}

  /** The first of as many ports in a row, free for TCP and UDP. */
  public static int free(int ports) {
    for (int i = 0; i < TRIES; i++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (areFree(first, ports)) {
        return first;
      }
    }
    throw new AssertionError("no %d free ports in a row".formatted(ports));
  }

  private static boolean areFree(int first, int ports) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int port = first; port < first + ports; port++) {
      try (var tcp = new ServerSocket(port, 1, loopback);
          var udp = new DatagramSocket(new InetSocketAddress(loopback, port))) {
        if (tcp.getLocalPort() != udp.getLocalPort()) {
          return false;
        }
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }
}
