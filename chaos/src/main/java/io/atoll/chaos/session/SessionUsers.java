package io.atoll.chaos.session;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.workload.Keyspaces;
import io.atoll.chaos.workload.Workload;
import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Users of the client library, who read and write in sessions that move between clients in all DCs;
 * in the exam every client must find every key, and in some runs its way to another DC when its own
 * is closed.
 */
public final class SessionUsers implements Workload {
  private static final long OPENING_MS = 2_000;
  private static final int LAST_READ_MS = 2_000;
  private static final long CLOSING_MS = 2_000;
  private static final int ONE_CLOSED_IN = 3;
  private static final String SIBLINGS = "default";
  private static final String LWW = "lww";
  private static final String THIN = "thin";
  private static final List<String> KEYSPACES = List.of(SIBLINGS, LWW, THIN);

  private final Stage stage;
  private final SessionMix mix;
  private final SessionHistory sessions;
  private final List<ClientProcess> clients = new ArrayList<>();
  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<SessionUser> users = new ArrayList<>();

  public SessionUsers(Stage stage) {
    this.stage = stage;
    this.mix = SessionMix.choose(stage.random());
    this.sessions = new SessionHistory(stage.history());
    stage.say("mix: " + mix);
  }

  /** Creates keyspaces of few replicas, so that most nodes have none of a key. */
  @Override
  public void setup() {
    Keyspaces.create(stage, LWW, ConflictPolicy.LWW, 2);
    Keyspaces.create(stage, THIN, ConflictPolicy.SIBLINGS, 1);
    List<String> dcs = stage.members().stream().map(Member::dc).distinct().toList();
    for (int i = 0; i < mix.crowd().clientsPerDc(); i++) {
      dcs.forEach(dc -> open("client-" + (clients.size() + 1), dc, dcs));
    }
    stage.cluster().runForMs(OPENING_MS);
  }

  private void open(String name, String dc, List<String> dcs) {
    List<String> others = dcs.stream().filter(other -> !other.equals(dc)).toList();
    clients.add(
        ClientProcess.start(
            stage.cluster(),
            name,
            dc,
            mix.habits().fallbacksGiven() ? others : List.of(),
            mix,
            stage.random().split(),
            sessions));
    places.put(name, dc);
  }

  @Override
  public Map<String, String> places() {
    return places;
  }

  @Override
  public void start() {
    for (ClientProcess client : clients) {
      if (client.trouble() != null) {
        sessions.mistake(
            "%s did not find the cluster: %s".formatted(client.name(), client.trouble()));
        return;
      }
    }
    for (int i = 0; i < mix.crowd().users() + mix.crowd().loners(); i++) {
      boolean inSession = i < mix.crowd().users();
      users.add(
          new SessionUser(
              inSession ? "session-" + (i + 1) : "loner-" + (i + 1 - mix.crowd().users()),
              inSession,
              stage.cluster(),
              mix,
              clients,
              KEYSPACES,
              stage.random().split(),
              sessions));
    }
    users.forEach(SessionUser::start);
    Keyspaces.maybeBlocking(stage, KEYSPACES);
  }

  @Override
  public void stop() {
    users.forEach(SessionUser::stop);
  }

  /** Everybody reads every key, in sessions and without. */
  @Override
  public void exam(Consumer<String> broken) {
    int failuresBefore = failures();
    users.forEach(user -> user.readEverything(LAST_READ_MS));
    for (ClientProcess client : clients) {
      if (client.trouble() == null) {
        client.readEverything(KEYSPACES, mix.crowd().keys(), LAST_READ_MS, broken);
      }
    }
    stage.cluster().runForMs(LAST_READ_MS + 1_000);
    int failed = failures() - failuresBefore;
    if (failed > 0) {
      broken.accept(
          "%d reads in sessions failed when everything had healed, of all failures %s"
              .formatted(failed, sessions.failures()));
    }
    closeADc(broken);
  }

  private void closeADc(Consumer<String> broken) {
    List<String> dcs = List.copyOf(new TreeSet<>(places.values()));
    if (dcs.size() == 1 || stage.random().nextInt(ONE_CLOSED_IN) > 0) {
      return;
    }
    String dc = dcs.get(stage.random().nextInt(dcs.size()));
    List<ClientProcess> inside =
        clients.stream()
            .filter(client -> client.trouble() == null && places.get(client.name()).equals(dc))
            .toList();
    new ClosedDc(stage, dc).exam(inside, LWW, broken);
  }

  private int failures() {
    return sessions.failures().values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close(Consumer<String> broken) {
    clients.forEach(ClientProcess::close);
    stage.cluster().runForMs(CLOSING_MS);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new CallsEndOnce(sessions),
        new SessionsNeverGoBack(sessions),
        new ClientsLeakNothing(clients));
  }

  @Override
  public String summary() {
    return "%d reads in sessions, %d calls, failures %s, %s"
        .formatted(
            sessions.reads().size(),
            sessions.calls().size(),
            sessions.failures(),
            sessions.efforts());
  }

  /** What its users were shown, line by line. */
  @Override
  public List<String> account() {
    return sessions.reads().stream().map(SessionRead::toString).toList();
  }
}
