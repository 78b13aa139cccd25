package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Something that many clients do to one server at once. */
public interface Attack {
  /** What it is called on a command line. */
  String name();

  /**
   * Runs it on the calling thread.
   *
   * @param atMost when that time is over, every connection is closed
   * @throws IOException when this machine cannot carry it out, for example for lack of descriptors;
   *     what the server does to a connection is in the report instead
   */
  AttackReport run(InetSocketAddress target, Duration atMost) throws IOException;
}
