package io.atoll.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fixed TCP ports that one node of a process has. Two servers of one Vert.x that listen on the
 * same port share its connections silently; for two nodes in one process that would be a mixture of
 * two nodes, so the second is refused here. Ports of other processes are the operating system's to
 * refuse.
 */
public final class PortClaims {
  private final LocalMap<String, String> owners;
  private final List<String> mine = new ArrayList<>();

  PortClaims(Vertx vertx) {
    this.owners = vertx.sharedData().getLocalMap(PortClaims.class.getName());
  }

  /**
   * Claims a port for listening.
   *
   * @param port 0, a free one, needs no claim
   * @throws BindException when another node of this process has it
   */
  public synchronized void claim(String host, int port) throws BindException {
    if (port == 0) {
      return;
    }
    String key = host + ":" + port;
    if (owners.putIfAbsent(key, key) != null) {
      throw new BindException("Address already in use");
    }
    mine.add(key);
  }

  synchronized void release() {
    mine.forEach(owners::remove);
    mine.clear();
  }
}
