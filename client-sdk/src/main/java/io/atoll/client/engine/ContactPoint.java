package io.atoll.client.engine;

/** Where a client may find a node of the cluster at first: the client port of a host. */
public record ContactPoint(String host, int port) {
  public ContactPoint {
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("the host of a contact point is empty: name one");
    }
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException(
          "the port of contact point %s is %d: must be 1 to 65535".formatted(host, port));
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
