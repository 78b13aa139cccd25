package io.atoll.router.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One setting that is a single value. It is written {@code limits.maxBodyBytes} in the file, {@code
 * ATOLL_ROUTER_LIMITS_MAX_BODY_BYTES} as a variable, and {@code --limits-max-body-bytes} as a flag.
 *
 * @param path its name in the file
 * @param placeholder for its value, in help
 * @param fallback the value where none is written
 */
public record RouterSetting(
    String path, String placeholder, String description, String fallback, Check check) {
  public static final RouterSetting LISTEN =
      new RouterSetting("listen", "HOST:PORT", "Where to listen.", "127.0.0.1:7390", Check.ADDRESS);
  public static final RouterSetting LOCAL_DC =
      new RouterSetting(
          "localDc", "DC", "The DC to prefer; default: the nearest by latency.", "", Check.NAME);
  public static final RouterSetting LOOPS =
      number("loops", "Event loops; 0: one per core.", 0, 0, 256);
  public static final RouterSetting DRAIN_MS =
      number("drainMs", "How long a stop waits for the requests in flight.", 10_000, 0, 600_000);
  public static final RouterSetting MAX_BODY_BYTES =
      number("limits.maxBodyBytes", "Longest request body.", 1 << 20, 1, 64 << 20);
  public static final RouterSetting REQUESTS_IN_FLIGHT =
      number("limits.requestsInFlight", "Requests at a time.", 2048, 1, 1_000_000);
  public static final RouterSetting CONNECTIONS =
      number("limits.connections", "Client connections at a time.", 20_000, 1, 1_000_000);
  public static final RouterSetting CONNECTIONS_PER_NODE =
      number(
          "limits.connectionsPerNode",
          "Connections to a node at a time, one for each request.",
          512,
          1,
          65_535);
  public static final RouterSetting RATE_PER_SECOND =
      number("rate.perSecond", "Requests a second for each client; 0: no limit.", 0, 0, 10_000_000);
  public static final RouterSetting RATE_BURST =
      number(
          "rate.burst",
          "Requests at once for each client; 0: those of a second.",
          0,
          0,
          10_000_000);
  public static final RouterSetting RATE_HEADER =
      new RouterSetting(
          "rate.header",
          "NAME",
          "The request header that names a client; default: its address counts.",
          "",
          Check.HEADER);
  public static final RouterSetting RATE_CLIENTS =
      number("rate.clients", "Clients that are remembered.", 100_000, 1, 10_000_000);
  public static final RouterSetting PROBES_EVERY_MS =
      number(
          "probes.everyMs", "How often each node is asked whether it is ready.", 500, 10, 60_000);
  public static final RouterSetting PROBES_TIMEOUT_MS =
      number("probes.timeoutMs", "How long it has to answer.", 500, 10, 60_000);
  public static final RouterSetting RETRIES_PERCENT =
      number("retries.percent", "Retries and hedges, in percent of the requests.", 15, 0, 100);

  /** Every one, in the order of help. */
  public static final List<RouterSetting> ALL =
      List.of(
          LISTEN,
          LOCAL_DC,
          LOOPS,
          DRAIN_MS,
          MAX_BODY_BYTES,
          REQUESTS_IN_FLIGHT,
          CONNECTIONS,
          CONNECTIONS_PER_NODE,
          RATE_PER_SECOND,
          RATE_BURST,
          RATE_HEADER,
          RATE_CLIENTS,
          PROBES_EVERY_MS,
          PROBES_TIMEOUT_MS,
          RETRIES_PERCENT);

  /** Says what would be right, or null for a text that is. */
  @FunctionalInterface
  interface Check {
    Check ADDRESS =
        text ->
            Addresses.parse(text, 0) == null ? "HOST:PORT is needed, such as 0.0.0.0:7390" : null;
    Check NAME =
        text ->
            Pattern.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", text)
                ? null
                : "1 to 64 of A-Z a-z 0-9 _ . - are needed";
    Check HEADER =
        text ->
            Pattern.matches("[A-Za-z0-9-]{1,64}", text) ? null : "the name of a header is needed";

    String mistake(String text);
  }

  /** The flag of the command line. */
  public String flag() {
    return "--" + words("-").toLowerCase(Locale.ROOT);
  }

  /** The environment variable. */
  public String variable() {
    return "ATOLL_ROUTER_" + words("_").toUpperCase(Locale.ROOT);
  }

  private String words(String between) {
    return path.replace(".", between).replaceAll("([a-z])([A-Z])", "$1" + between + "$2");
  }

  private static RouterSetting number(
      String path, String description, int fallback, int from, int to) {
    String right = "a whole number from %d to %d is needed".formatted(from, to);
    return new RouterSetting(
        path,
        "N",
        description,
        Integer.toString(fallback),
        text -> {
          if (!Pattern.matches("[0-9]{1,9}", text)) {
            return right;
          }
          int value = Integer.parseInt(text);
          return value < from || value > to ? right : null;
        });
  }
}
