package io.atoll.router.config;

import io.atoll.platform.config.Setting;
import io.atoll.platform.config.SettingText;
import io.atoll.router.health.NodeAddress;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every setting of a router: the one place for names, defaults and bounds. */
public final class RouterSettings {
  /** What the variables of a router begin with. */
  public static final String VARIABLES = "ATOLL_ROUTER_";

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public static final Setting<NodeAddress> LISTEN =
      of("listen", "HOST:PORT", "Where to listen.", "127.0.0.1:7390", RouterSettings::address);
  public static final Setting<String> LOCAL_DC =
      of(
          "localDc",
          "DC",
          "The DC to prefer; default: the nearest by latency.",
          null,
          SettingText::name);
  public static final Setting<Integer> LOOPS =
      number("loops", "Event loops; 0: one per core.", 0, 0, 256);
  public static final Setting<Integer> LOOP_PATIENCE_MS =
      number(
          "loopPatienceMs",
          "The process ends when a loop does not turn for so long; 0: never.",
          30_000,
          0,
          3_600_000);
  public static final Setting<Integer> DRAIN_MS =
      number("drainMs", "How long a stop waits for the requests in flight.", 10_000, 0, 600_000);
  public static final Setting<Integer> MAX_BODY_BYTES =
      number("limits.maxBodyBytes", "Longest request body.", 1 << 20, 1, 64 << 20);
  public static final Setting<Integer> REQUESTS_IN_FLIGHT =
      number("limits.requestsInFlight", "Requests at a time.", 2048, 1, 1_000_000);
  public static final Setting<Long> REQUEST_MEMORY_BYTES =
      of(
          "limits.requestMemoryBytes",
          "BYTES",
          "Memory for what requests hold: unfinished ones, bodies, answers that were not taken;"
              + " default: a quarter of the Java heap.",
          null,
          SettingText.bytes(8L << 20, 1L << 40));
  public static final Setting<Integer> CONNECTIONS =
      number(
          "limits.connections",
          "Client connections at a time; fewer where the process may open too few files.",
          20_000,
          1,
          1_000_000);
  public static final Setting<Integer> CONNECTIONS_PER_NODE =
      number(
          "limits.connectionsPerNode",
          "Connections to a node at a time, one for each request.",
          512,
          1,
          65_535);
  public static final Setting<Integer> RATE_PER_SECOND =
      number("rate.perSecond", "Requests a second for each client; 0: no limit.", 0, 0, 10_000_000);
  public static final Setting<Integer> RATE_BURST =
      number(
          "rate.burst",
          "Requests at once for each client; 0: those of a second.",
          0,
          0,
          10_000_000);
  public static final Setting<String> RATE_HEADER =
      of(
          "rate.header",
          "NAME",
          "The request header that names a client; default: its address counts.",
          null,
          RouterSettings::header);
  public static final Setting<Integer> RATE_CLIENTS =
      number("rate.clients", "Clients that are remembered.", 100_000, 1, 10_000_000);
  public static final Setting<Integer> PROBES_EVERY_MS =
      number(
          "probes.everyMs", "How often each node is asked whether it is ready.", 500, 10, 60_000);
  public static final Setting<Integer> PROBES_TIMEOUT_MS =
      number("probes.timeoutMs", "How long it has to answer.", 500, 10, 60_000);
  public static final Setting<Integer> RETRIES_PERCENT =
      number("retries.percent", "Retries and hedges, in percent of the requests.", 15, 0, 100);

  /** Every one, in the order of help. */
  public static final List<Setting<?>> ALL =
      List.of(
          LISTEN,
          LOCAL_DC,
          LOOPS,
          LOOP_PATIENCE_MS,
          DRAIN_MS,
          MAX_BODY_BYTES,
          REQUESTS_IN_FLIGHT,
          REQUEST_MEMORY_BYTES,
          CONNECTIONS,
          CONNECTIONS_PER_NODE,
          RATE_PER_SECOND,
          RATE_BURST,
          RATE_HEADER,
          RATE_CLIENTS,
          PROBES_EVERY_MS,
          PROBES_TIMEOUT_MS,
          RETRIES_PERCENT);

  private RouterSettings() {}

  private static NodeAddress address(String text) {
    NodeAddress address = Addresses.parse(text, 0);
    SettingText.require(address != null, "must be HOST:PORT, such as 0.0.0.0:7390");
    return address;
  }

  private static String header(String text) {
    SettingText.require(HEADER.matcher(text).matches(), "must be the name of a header");
    return text;
  }

  private static <T> Setting<T> of(
      String path,
      String placeholder,
      String description,
      String fallback,
      Function<String, T> parser) {
    return new Setting<>(path, placeholder, description, fallback, parser, false);
  }

  private static Setting<Integer> number(
      String path, String description, int fallback, int from, int to) {
    return of(path, "N", description, Integer.toString(fallback), SettingText.integer(from, to));
  }
}
