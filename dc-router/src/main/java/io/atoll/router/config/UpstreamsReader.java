package io.atoll.router.config;

import io.atoll.platform.config.SettingText;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Gathers DCs, their nodes, and seeds, from wherever they are written. */
final class UpstreamsReader {
  private static final String ADDRESS_NEEDED = "must be http://HOST:PORT";

  private final BiConsumer<String, String> mistake;
  private final Map<String, List<NodeAddress>> dcs = new LinkedHashMap<>();
  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<NodeAddress> seeds = new ArrayList<>();

  UpstreamsReader(BiConsumer<String, String> mistake) {
    this.mistake = mistake;
  }

  /** Begins anew, for a stronger source that lists nodes. */
  void forgetNodes() {
    dcs.clear();
    places.clear();
  }

  void forgetSeeds() {
    seeds.clear();
  }

  /** A flag's value, {@code us=http://host:port,http://host:port}. */
  void dcFlag(String place, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      mistake.accept(
          place, "'%s': must be NAME=URL,URL,..., such as us=http://10.0.0.1:7400".formatted(text));
      return;
    }
    String name = text.substring(0, equals);
    for (String url : text.substring(equals + 1).split(",", -1)) {
      node(place, name, url);
    }
  }

  /** One node of a DC. */
  void node(String place, String dc, String url) {
    try {
      SettingText.name(dc);
    } catch (IllegalArgumentException e) {
      mistake.accept(place, "the DC '%s': %s".formatted(dc, e.getMessage()));
      return;
    }
    NodeAddress address = address(place, url);
    if (address == null) {
      return;
    }
    String before = places.putIfAbsent(address.authority(), dc);
    if (before != null) {
      mistake.accept(
          place, "%s is listed twice, in %s and in %s".formatted(address.url(), before, dc));
      return;
    }
    dcs.computeIfAbsent(dc, name -> new ArrayList<>()).add(address);
  }

  void seed(String place, String url) {
    NodeAddress address = address(place, url);
    if (address != null && !seeds.contains(address)) {
      seeds.add(address);
    }
  }

  Upstreams upstreams() {
    return new Upstreams(
        dcs.entrySet().stream().map(dc -> new Upstreams.Dc(dc.getKey(), dc.getValue())).toList());
  }

  List<NodeAddress> seeds() {
    return seeds;
  }

  private NodeAddress address(String place, String url) {
    NodeAddress address = Addresses.parse(url, 1);
    if (address == null) {
      mistake.accept(place, "'%s': %s".formatted(url, ADDRESS_NEEDED));
    }
    return address;
  }
}
