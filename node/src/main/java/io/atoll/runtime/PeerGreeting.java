package io.atoll.runtime;

import java.util.Optional;

/**
 * What two nodes must agree on before they talk: each tells its own bytes once the other has proved
 * that it knows the cluster secret, and each may refuse the other's. Called on any loop; must not
 * block.
 */
public interface PeerGreeting {
  /** The longest greeting in bytes. */
  int MAX_BYTES = 256 * 1024;

  /** Says nothing and refuses nobody. */
  PeerGreeting NONE =
      new PeerGreeting() {
        @Override
        public byte[] mine() {
          return new byte[0];
        }

        @Override
        public Optional<String> refuse(String peerId, byte[] theirs) {
          return Optional.empty();
        }
      };

  /** This node's greeting, at most {@link #MAX_BYTES} bytes. */
  byte[] mine();

  /**
   * Checks a peer's greeting.
   *
   * @param theirs any bytes: never throws on them
   * @return why this node will not talk to that peer, in words that both sides will log, or empty
   */
  Optional<String> refuse(String peerId, byte[] theirs);
}
