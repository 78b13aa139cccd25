package io.atoll.router.health;

/**
 * Where the HTTP API of a node is reached.
 *
 * @param name what people call it: its node id where that is known, else {@code host:port}
 */
public record NodeAddress(String name, String host, int port) {
  /** What tells one node from another: a node that moves is another node to the router. */
  public String authority() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }

  public String url() {
    return "http://" + authority();
  }
}
