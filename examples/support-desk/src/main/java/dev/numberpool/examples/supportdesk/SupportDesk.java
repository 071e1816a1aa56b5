package dev.numberpool.examples.supportdesk;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.numberpool.examples.supportdesk.whatsapp.TwilioSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the support desk and prints where it is. It ends with Ctrl+C. */
@Command(
        name = "support-desk",
        description = "A support desk whose agents answer on WhatsApp.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "With TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL in the environment it talks to Twilio,",
            "otherwise to a Twilio of its own. PUBLIC_URL is the https address that leads to the webhook port."
        })
public final class SupportDesk implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "7070",
            description = "Port of the pages, on this machine only (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--webhook-port",
            defaultValue = "7071",
            description = "Port of Twilio's webhooks, and of nothing else (${DEFAULT-VALUE}).")
    private int webhookPort;

    @Option(
            names = "--data",
            defaultValue = "desk-data",
            description = "Folder of the embedded PostgreSQL (${DEFAULT-VALUE}).")
    private Path data = Path.of("desk-data");

    @Option(names = "--jdbc", description = "A PostgreSQL to use instead, as a JDBC URL.")
    private @Nullable String jdbcUrl;

    @Option(names = "--empty", description = "Start without the visitors and agents of the demonstration.")
    private boolean empty;

    private SupportDesk() {}

    /** See {@code --help}. */
    public static void main(String[] args) {
        LogManager.getLogManager().reset(); // PostgreSQL's driver logs there
        CommandLine program = new CommandLine(new SupportDesk())
                .setExecutionExceptionHandler((e, commandLine, result) -> explain(e, commandLine.getErr()));
        System.exit(program.execute(args));
    }

    /** What somebody at the command line can mend is said in words; anything else is a bug, and shows where. */
    private static int explain(Exception e, PrintWriter err) throws Exception {
        boolean isExpected = e instanceof IOException
                || e instanceof IllegalStateException
                || e instanceof IllegalArgumentException
                || e instanceof PoolInitializationException;
        if (!isExpected) {
            throw e;
        }
        err.println("The support desk cannot be opened: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = new Settings(port, webhookPort, data, jdbcUrl, !empty, TwilioSettings.of(System.getenv()));
        Application application = Application.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "shutdown"));
        System.out.println("The support desk is open: " + application.address());
        Thread.currentThread().join();
        return 0;
    }
}
