package dev.numberpool.examples.springboot;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.twilio.TwilioMessagingGateway;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Numbers and messages: what joins the application's transactions, and what has transactions of its own. */
@Configuration(proxyBeanMethods = false)
class NumberPoolConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** For {@code @Transactional} methods: a handover is kept or lost with what the method does besides. */
    @Bean
    NumberPool numberPool(DataSource dataSource, PoolMetrics metrics, InstantSource clock) {
        return NumberPool.builder(JdbcNumberStore.joining(new CurrentTransaction(dataSource)))
                .listener(metrics)
                .clock(clock)
                .build();
    }

    /**
     * For everything that is in no transaction. The connections are not those of the application: who holds one of those
     * while a message is received would wait for a second one of the same pool, and so might everybody.
     */
    @Bean(defaultCandidate = false)
    HikariDataSource ownConnections(JdbcConnectionDetails database, NumberPoolProperties properties) {
        HikariDataSource connections = DataSourceBuilder.create()
                .type(HikariDataSource.class)
                .url(database.getJdbcUrl())
                .username(database.getUsername())
                .password(database.getPassword())
                .build();
        connections.setPoolName("numberpool");
        connections.setMaximumPoolSize(properties.connections());
        return connections;
    }

    /** Transactions of its own, whatever the caller has. */
    @Bean
    JdbcNumberStore ownStore(@Qualifier("ownConnections") DataSource ownConnections) {
        return JdbcNumberStore.create(ownConnections);
    }

    /** For jobs, and for the desk. */
    @Bean(defaultCandidate = false)
    NumberPool ownPool(JdbcNumberStore ownStore, PoolMetrics metrics, InstantSource clock) {
        return NumberPool.builder(ownStore).listener(metrics).clock(clock).build();
    }

    /** That a message was received is committed with what the application did with it; all else for itself. */
    @Bean
    JdbcMessageLog messageLog(DataSource dataSource, @Qualifier("ownConnections") DataSource ownConnections) {
        return JdbcMessageLog.joining(ownConnections, new CurrentTransaction(dataSource));
    }

    @Bean
    HandoverDesk desk(
            @Qualifier("ownPool") NumberPool ownPool,
            JdbcNumberStore ownStore,
            JdbcMessageLog messageLog,
            TwilioMessagingGateway gateway,
            DeskNews news,
            InstantSource clock,
            NumberPoolProperties properties) {
        return HandoverDesk.builder(ownPool, ownStore, messageLog, gateway)
                .wakeUp((assignment, visitor, code) -> new Content.Template(
                        properties.twilio().wakeUpTemplate(), Map.of("1", visitor == null ? "#" + code : visitor)))
                .listener(news)
                .clock(clock)
                .build();
    }

    /** In which messages are received. READ COMMITTED, because other databases begin with more. */
    @Bean
    TransactionTemplate receiving(PlatformTransactionManager transactionManager) {
        TransactionTemplate receiving = new TransactionTemplate(transactionManager);
        receiving.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return receiving;
    }
}
