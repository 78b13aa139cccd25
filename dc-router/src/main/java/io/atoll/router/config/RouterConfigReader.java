package io.atoll.router.config;

import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Puts a configuration together from a file, variables and flags, the later the stronger, and
 * reports everything that is wrong with it at once.
 */
public final class RouterConfigReader {
  private static final String DCS = "dcs";
  private static final String SEEDS = "seeds";
  private static final String SEEDS_VARIABLE = "ATOLL_ROUTER_SEEDS";
  private static final String VARIABLES = "ATOLL_ROUTER_";

  private final List<String> mistakes = new ArrayList<>();
  private final Map<RouterSetting, String> values = new HashMap<>();
  private final Map<RouterSetting, String> places = new HashMap<>();
  private final UpstreamsReader upstreams = new UpstreamsReader(this::mistake);

  private RouterConfigReader() {}

  /**
   * Reads a configuration.
   *
   * @param file the YAML file, or null
   * @param environment of the process
   * @param flags the values of {@link RouterSetting#flag}s that were given
   * @param dcs the values of {@code --dc}
   * @param seeds the values of {@code --seed}
   */
  public static RouterConfig read(
      Path file,
      Map<String, String> environment,
      Map<String, String> flags,
      List<String> dcs,
      List<String> seeds)
      throws RouterConfigException {
    RouterConfigReader reader = new RouterConfigReader();
    if (file != null) {
      reader.file(file);
    }
    reader.variables(environment);
    reader.flags(flags, dcs, seeds);
    return reader.config();
  }

  private void file(Path path) {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException e) {
      mistake(path.toString(), "there is no such file");
      return;
    } catch (CharacterCodingException e) {
      mistake(path.toString(), "not UTF-8 text");
      return;
    } catch (IOException e) {
      mistake(path.toString(), "cannot be read: " + e.getMessage());
      return;
    }
    RouterYaml yaml = new RouterYaml(path.toString(), this::mistake);
    Node root = yaml.parse(text);
    if (root == null) {
      return;
    }
    yaml.fields(root, "the configuration")
        .forEach(
            (name, node) -> {
              switch (name) {
                case DCS -> dcs(yaml, node);
                case SEEDS ->
                    yaml.texts(node, SEEDS)
                        .forEach(url -> upstreams.seed(yaml.place(url), url.getValue()));
                default -> setting(yaml, name, node);
              }
            });
  }

  private void dcs(RouterYaml yaml, Node node) {
    yaml.fields(node, DCS)
        .forEach(
            (dc, nodes) ->
                yaml.texts(nodes, DCS + "." + dc)
                    .forEach(url -> upstreams.node(yaml.place(url), dc, url.getValue())));
  }

  private void setting(RouterYaml yaml, String path, Node node) {
    RouterSetting known = known(path);
    if (known != null && node instanceof ScalarNode scalar) {
      value(known, yaml.place(node), scalar.getValue());
    } else if (known != null) {
      yaml.mistake(node, path + ": one value is needed here");
    } else if (RouterSetting.ALL.stream().anyMatch(s -> s.path().startsWith(path + "."))) {
      yaml.fields(node, path).forEach((name, value) -> setting(yaml, path + "." + name, value));
    } else {
      TreeSet<String> names = new TreeSet<>(List.of(DCS, SEEDS));
      RouterSetting.ALL.forEach(s -> names.add(s.path()));
      yaml.mistake(node, "unknown field %s; known: %s".formatted(path, String.join(", ", names)));
    }
  }

  private static RouterSetting known(String path) {
    return RouterSetting.ALL.stream().filter(s -> s.path().equals(path)).findFirst().orElse(null);
  }

  private void variables(Map<String, String> environment) {
    Map<String, RouterSetting> known = new HashMap<>();
    RouterSetting.ALL.forEach(setting -> known.put(setting.variable(), setting));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (known.containsKey(name)) {
                value(known.get(name), name, text);
              } else if (name.equals(SEEDS_VARIABLE)) {
                upstreams.forgetSeeds();
                for (String url : text.split(",", -1)) {
                  upstreams.seed(name, url);
                }
              } else if (name.startsWith(VARIABLES)) {
                mistake(
                    name,
                    "unknown variable; known: %s, %s"
                        .formatted(
                            SEEDS_VARIABLE, String.join(", ", new TreeSet<>(known.keySet()))));
              }
            });
  }

  private void flags(Map<String, String> flags, List<String> dcs, List<String> seeds) {
    for (RouterSetting setting : RouterSetting.ALL) {
      if (flags.containsKey(setting.flag())) {
        value(setting, setting.flag(), flags.get(setting.flag()));
      }
    }
    if (!dcs.isEmpty()) {
      upstreams.forgetNodes();
      dcs.forEach(text -> upstreams.dcFlag("--dc", text));
    }
    if (!seeds.isEmpty()) {
      upstreams.forgetSeeds();
      for (String list : seeds) {
        for (String url : list.split(",", -1)) {
          upstreams.seed("--seed", url);
        }
      }
    }
  }

  private void value(RouterSetting setting, String place, String text) {
    String wrong = setting.check().mistake(text);
    if (wrong != null) {
      mistake(place, "%s '%s': %s".formatted(setting.path(), text, wrong));
    } else {
      values.put(setting, text);
      places.put(setting, place);
    }
  }

  private RouterConfig config() throws RouterConfigException {
    Upstreams listed = upstreams.upstreams();
    String local = text(RouterSetting.LOCAL_DC);
    if (listed.isEmpty() && upstreams.seeds().isEmpty() && mistakes.isEmpty()) {
      mistake(
          "--dc, --seed",
          "which nodes? Name each DC's, --dc us=http://10.0.0.1:7400,http://10.0.0.2:7400 --dc"
              + " eu=..., or one to learn them from, --seed http://10.0.0.1:7400");
    }
    if (!local.isEmpty()
        && upstreams.seeds().isEmpty()
        && listed.dcs().stream().noneMatch(dc -> dc.name().equals(local))) {
      mistake(
          places.get(RouterSetting.LOCAL_DC),
          "localDc '%s' is none of the DCs: %s"
              .formatted(
                  local,
                  String.join(", ", listed.dcs().stream().map(Upstreams.Dc::name).toList())));
    }
    if (!mistakes.isEmpty()) {
      throw new RouterConfigException(mistakes);
    }
    NodeAddress listen = Addresses.parse(text(RouterSetting.LISTEN), 0);
    int perSecond = number(RouterSetting.RATE_PER_SECOND);
    int burst = number(RouterSetting.RATE_BURST);
    return new RouterConfig(
        listen.host(),
        listen.port(),
        listed,
        upstreams.seeds(),
        local,
        number(RouterSetting.LOOPS),
        number(RouterSetting.DRAIN_MS),
        new RouterConfig.Limits(
            number(RouterSetting.MAX_BODY_BYTES),
            number(RouterSetting.REQUESTS_IN_FLIGHT),
            number(RouterSetting.CONNECTIONS),
            number(RouterSetting.CONNECTIONS_PER_NODE)),
        new RouterConfig.RateLimit(
            perSecond,
            burst == 0 ? Math.max(1, perSecond) : burst,
            text(RouterSetting.RATE_HEADER),
            number(RouterSetting.RATE_CLIENTS)),
        new RouterConfig.Probes(
            number(RouterSetting.PROBES_EVERY_MS), number(RouterSetting.PROBES_TIMEOUT_MS)),
        number(RouterSetting.RETRIES_PERCENT));
  }

  private String text(RouterSetting setting) {
    return values.getOrDefault(setting, setting.fallback());
  }

  private int number(RouterSetting setting) {
    return Integer.parseInt(text(setting));
  }

  private void mistake(String place, String message) {
    mistakes.add(place + ": " + message);
  }
}
