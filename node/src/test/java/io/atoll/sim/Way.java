package io.atoll.sim;

/** One direction between two places of the network. */
public record Way(String from, String to) {
  /** The other direction. */
  public Way back() {
    return new Way(to, from);
  }

  @Override
  public String toString() {
    return from + ">" + to;
  }
}
