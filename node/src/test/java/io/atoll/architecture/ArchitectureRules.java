package io.atoll.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.AsyncResult;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which package may know which, by name of the rule. The rules take the root package as a
 * parameter, so that a tree of classes that break them can stand beside the real one.
 */
final class ArchitectureRules {
  private static final DescribedPredicate<JavaClass> JDK =
      resideInAnyPackage("java..", "javax.crypto..").as("the JDK");

  private static final DescribedPredicate<JavaClass> LIBRARIES =
      resideInAnyPackage(
              "com.sun.management..",
              "io.vertx..",
              "io.netty..",
              "com.fasterxml.jackson..",
              "org.yaml.snakeyaml..",
              "io.micrometer..",
              "org.slf4j..",
              "org.jctools..",
              "io.airlift.compress..",
              "com.github.benmanes.caffeine..",
              "com.dynatrace.hash4j..")
          .as("the libraries of a server");

  /** The async currency, and what its methods take. */
  private static final DescribedPredicate<JavaClass> ASYNC =
      JavaClass.Predicates.belongToAnyOf(
              Future.class, Promise.class, AsyncResult.class, Handler.class, Completable.class)
          .as("Future and Promise");

  private static final List<String> VALUES = List.of("env", "causal", "ring", "synod");
  private static final List<String> ENGINES =
      List.of(
          "storage", "membership", "consensus", "incarnation", "hints", "repair", "replication");
  private static final String[] WORLDLY = {
    "runtime",
    "net",
    "platform",
    "server.http",
    "server.binary",
    "cluster",
    "node",
    "client",
    "router"
  };

  /** The packages of storage, the lowest first; the API stands between files and what serves. */
  private static final List<String> STORAGE =
      List.of(
          "log",
          "manifest",
          "table",
          "memtable",
          "cache",
          "merge",
          "compaction",
          "",
          "commit",
          "read",
          "shard",
          "engine");

  private final String root;
  private final Map<String, ArchRule> rules = new LinkedHashMap<>();

  private ArchitectureRules(String root) {
    this.root = root;
  }

  /** Every rule for the tree below a root package. */
  static Map<String, ArchRule> of(String root) {
    ArchitectureRules all = new ArchitectureRules(root);
    all.layers();
    all.doors();
    all.rules.putAll(ForbiddenCalls.outside(all.packages("runtime", "client.vertx")));
    return all.rules;
  }

  private void layers() {
    DescribedPredicate<JavaClass> ground = JDK.or(resideInAnyPackage(packages("bytes")));
    rule(
        "bytes imports the JDK only",
        onlyKnows("bytes", JDK).because("it lies beneath everything, clients included"));
    for (String name : VALUES) {
      // A level is written in the topology as it is to clients.
      boolean levels = name.equals("ring");
      rule(
          name + " imports the JDK and bytes only",
          onlyKnows(name, levels ? ground.or(resideInAPackage(in("wire"))) : ground)
              .because("values and doors are the ground: what they know, everything knows"));
    }
    rule(
        "wire imports the JDK, bytes and its hash only",
        onlyKnows("wire", ground.or(resideInAPackage("com.dynatrace.hash4j..")))
            .because("clients carry it too"));
    rule(
        "resilience imports the JDK only",
        onlyKnows("resilience", JDK).because("clients, routers and nodes carry it"));
    rule(
        "peer imports doors and futures only",
        onlyKnows("peer", ground.or(ASYNC).or(resideInAPackage(in("env"))))
            .because("every engine registers with it, and it knows none of them"));
    DescribedPredicate<JavaClass> below =
        JDK.or(ASYNC)
            .or(
                resideInAnyPackage(
                    packages(
                        "bytes", "env", "causal", "ring", "synod", "wire", "resilience", "peer")));
    DescribedPredicate<JavaClass> compression = resideInAPackage("io.airlift.compress..");
    for (String name : ENGINES) {
      // Blocks of tables are compressed; nothing else is.
      boolean compresses = name.equals("storage");
      rule(
          name + " imports values, doors and futures only",
          onlyKnows(name, compresses ? below.or(compression) : below)
              .because(
                  "each is built, tested and replaced without the others; "
                      + "what it needs of them is an interface that it owns"));
    }
    rule(
        "repair.sketch imports the JDK and bytes only",
        onlyKnows("repair.sketch", ground)
            .because("what numbers say of two sets has nothing to do with who compares them"));
    rule(
        "runtime knows doors only",
        noClasses()
            .that()
            .resideInAPackage(in("runtime"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(root + "..")
                    .and(
                        doNot(
                            resideInAnyPackage(
                                packages("runtime", "env", "bytes", "wire", "resilience", "net")))))
            .because("it opens the world and must not care for whom")
            .allowEmptyShould(true));
    rule(
        "service knows engines only",
        onlyKnows("service", below.or(resideInAnyPackage(packages(ENGINES.toArray(String[]::new)))))
            .because("it joins the engines of a node, whatever speaks for them and runs them"));
    rule(
        "server knows no runtime and no node",
        noClasses()
            .that()
            .resideInAPackage(in("server"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("runtime", "node"))
            .because("decode, call, encode: who composes it is above it")
            .allowEmptyShould(true));
    rule(
        "a server carries a server's libraries only",
        classes()
            .should()
            .onlyDependOnClassesThat(resideInAPackage(root + "..").or(JDK).or(LIBRARIES))
            .because("the command line, experiments and their libraries stand above it")
            .allowEmptyShould(true));
    rule(
        "packages of storage know lower ones only",
        classes()
            .that()
            .resideInAPackage(in("storage"))
            .should(new PackageOrder(root + ".storage", STORAGE))
            .because("a log, a table, a scan can be read and tested without what uses it")
            .allowEmptyShould(true));
    rule(
        "packages form no cycle",
        slices()
            .matching(root + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("what needs each other cannot be understood apart"));
  }

  private void doors() {
    rule(
        "of Vert.x only futures outside the worldly packages",
        noClasses()
            .that()
            .resideOutsideOfPackages(packages(WORLDLY))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..").and(doNot(ASYNC)))
            .because("the simulation must be able to stand in for loops, timers and network")
            .allowEmptyShould(true));
    rule(
        "socket options are made in net only",
        noClasses()
            .that()
            .resideOutsideOfPackages(packages("net"))
            .should()
            .accessTargetWhere(
                describe("make options of sockets, or sockets without", SocketCalls::areOwn))
            .because("TLS is switched on in one place")
            .allowEmptyShould(true));
    rule(
        "no sockets outside the worldly packages",
        noClasses()
            .that()
            .resideOutsideOfPackages(packages(WORLDLY))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.nio.channels..", "java.net.http..")
                    .or(resideInAPackage("java.net").and(simpleNameEndingWith("Socket"))))
            .because("all that leaves a node goes through env, where the simulation can cut it")
            .allowEmptyShould(true));
    rule(
        "no files outside runtime, node and configuration",
        noClasses()
            .that()
            .resideOutsideOfPackages(packages("runtime", "node", "platform.config"))
            .should()
            .dependOnClassesThat(
                resideInAPackage("java.nio.file..")
                    .or(
                        resideInAPackage("java.io")
                            .and(
                                describe(
                                    "a file",
                                    type ->
                                        type.getSimpleName().startsWith("File")
                                            || type.getSimpleName().equals("RandomAccessFile")))))
            .because("all that is stored goes through env, where the simulation can lose it")
            .allowEmptyShould(true));
    rule(
        "no threads outside runtime",
        noClasses()
            .that()
            .resideOutsideOfPackages(packages("runtime", "platform.guard"))
            .should()
            .dependOnClassesThat(
                resideInAPackage("java.util")
                    .and(simpleName("Timer"))
                    .or(
                        resideInAPackage("java.util.concurrent")
                            .and(simpleName("Executors").or(simpleNameEndingWith("PoolExecutor"))))
                    .or(resideInAPackage("java.lang").and(simpleName("Thread"))))
            .because(
                "a shard is one loop; other threads are workers of env, or watch over the process")
            .allowEmptyShould(true));
  }

  private ArchRule onlyKnows(String name, DescribedPredicate<JavaClass> allowed) {
    return classes()
        .that()
        .resideInAPackage(in(name))
        .should()
        .onlyDependOnClassesThat(resideInAPackage(in(name)).or(allowed))
        .allowEmptyShould(true);
  }

  private void rule(String name, ArchRule rule) {
    rules.put(name, rule);
  }

  private String in(String name) {
    return root + "." + name + "..";
  }

  private String[] packages(String... names) {
    return Arrays.stream(names).map(this::in).toArray(String[]::new);
  }
}
