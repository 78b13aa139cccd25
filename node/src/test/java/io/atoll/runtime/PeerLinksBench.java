package io.atoll.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.atoll.env.PeerLinks;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How fast two nodes in one process talk over loopback: requests and replies of 128 bytes on one
 * link, 256 under way. Run it by hand: {@code java io.atoll.runtime.PeerLinksBench [seconds
 * [depth]]}.
 */
final class PeerLinksBench {
  private static final int FRAME_BYTES = 128;
  private static final int WARM_UP_S = 3;

  private PeerLinksBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int depth = args.length > 1 ? Integer.parseInt(args[1]) : 256;
    Path directory = Files.createTempDirectory("atoll-bench");
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try (TestNode a = TestNode.open(vertx, "a", directory);
        TestNode b = TestNode.open(vertx, "b", directory)) {
      b.onFrame((link, frame) -> link.send(frame));
      a.onFrame((link, frame) -> link.send(frame));
      PeerLinks.Link link = a.link("b", b);
      a.send(link, new byte[depth][FRAME_BYTES]);
      TimeUnit.SECONDS.sleep(WARM_UP_S);
      OperatingSystemMXBean machine =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = machine.getProcessCpuTime();
      long start = System.nanoTime();
      long frames = frames(a, b);
      long writes = writes(a, b);
      TimeUnit.SECONDS.sleep(seconds);
      double elapsedS = (System.nanoTime() - start) / 1e9;
      frames = frames(a, b) - frames;
      writes = writes(a, b) - writes;
      cpu = machine.getProcessCpuTime() - cpu;
      System.out.printf(
          "depth %d: %,.0f request/reply pairs/s, %,.0f frames/s, %,.0f ns CPU per frame, %.1f"
              + " frames per socket write%n",
          depth,
          frames / 2 / elapsedS,
          frames / elapsedS,
          (double) cpu / frames,
          (double) frames / writes);
    }
    Awaiting.await(vertx.close());
  }

  private static long frames(TestNode a, TestNode b) {
    return a.env.transportStats().get(TransportStats.Counter.FRAMES_IN)
        + b.env.transportStats().get(TransportStats.Counter.FRAMES_IN);
  }

  private static long writes(TestNode a, TestNode b) {
    return a.env.transportStats().get(TransportStats.Counter.WRITES)
        + b.env.transportStats().get(TransportStats.Counter.WRITES);
  }
}
