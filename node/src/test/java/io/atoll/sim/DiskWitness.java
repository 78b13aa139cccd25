package io.atoll.sim;

import java.nio.ByteBuffer;

/** Hears what a {@link SimDisk} is certain to hold, and what is done to it from outside. */
public interface DiskWitness {
  /**
   * A file was synced.
   *
   * @param durable all that a power loss leaves of it, read-only; valid during the call
   */
  default void synced(String name, ByteBuffer durable) {}

  /** An image of the disk is taken; what this returns is given back with it. */
  default Object imaged() {
    return null;
  }

  /**
   * The disk holds again what it held when an image was taken.
   *
   * @param memento what {@link #imaged} returned then; null when nobody listened
   */
  default void putBack(Object memento) {}

  /** The disk holds nothing any more. */
  default void emptied() {}

  /**
   * A bit of a file is not what was written.
   *
   * @param durable as of {@link #synced}, with that bit
   */
  default void damaged(String name, ByteBuffer durable) {}
}
