use super::*;
use crate::settings::Value::Array;

fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

#[test]
fn no_name_stands_twice() {
    let mut names: Vec<_> = KEYS.iter().flat_map(|key| key.aliases.iter().chain([&key.name])).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn strings_as_from_ini_files_are_taken_as_what_they_say() {
    let mut settings = Settings::default();
    assert_eq!(settings.apply("worker_num", &text("8")), Ok(Applied::Taken));
    assert_eq!(settings.apply("open_tcp_nodelay", &text("off")), Ok(Applied::Taken));
    assert_eq!((settings.worker_num, settings.open_tcp_nodelay), (Some(8), false));
}

#[test]
fn aliases_set_the_same_thing() {
    let mut settings = Settings::default();
    settings.apply("max_conn", &Value::Int(77)).unwrap();
    assert_eq!(settings.max_connection, 77);
}

#[test]
fn a_wrong_value_is_named_and_changes_nothing() {
    let mut settings = Settings::default();
    let wrong_type = settings.apply("worker_num", &text("many")).unwrap_err();
    assert_eq!(wrong_type.to_string(), "setting 'worker_num' must be of type int, string \"many\" given");
    let wrong_range = settings.apply("log_level", &Value::Int(9)).unwrap_err();
    assert_eq!(wrong_range.to_string(), "setting 'log_level' must be from 0 to 6, int 9 given");
    let wrong_later = settings.apply("daemonize", &Array(vec![])).unwrap_err();
    assert_eq!(wrong_later.to_string(), "setting 'daemonize' must be of type bool, array given");
    assert_eq!(settings, Settings::default());
}

#[test]
fn unknown_keys_and_those_to_come_are_told_apart() {
    let mut settings = Settings::default();
    assert_eq!(settings.apply("wroker_num", &Value::Int(1)), Ok(Applied::Unknown));
    assert_eq!(settings.apply("log_rotation", &Value::Int(0)), Ok(Applied::NotYet));
    assert_eq!(settings.apply("enable_coroutine", &Value::Bool(true)), Ok(Applied::Taken));
}

#[test]
fn a_subprotocol_is_a_text_or_a_list_of_tokens() {
    let mut settings = Settings::default();
    settings.apply("websocket_subprotocol", &text("chat")).unwrap();
    assert_eq!(settings.websocket_subprotocol, Subprotocol::Always("chat".into()));
    settings.apply("websocket_subprotocol", &Array(vec![("0".into(), text("a")), ("1".into(), text("b"))])).unwrap();
    assert_eq!(settings.websocket_subprotocol, Subprotocol::OneOf(vec!["a".into(), "b".into()]));
    for wrong in [text("a\r\nb"), Array(vec![("0".into(), text("a b"))]), Value::Bool(true)] {
        assert!(settings.apply("websocket_subprotocol", &wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn certificates_of_hosts_have_two_files_each() {
    let mut settings = Settings::default();
    let files = |key: &str| Array(vec![("ssl_cert_file".into(), text("c")), (key.into(), text("k"))]);
    let wrong = settings.apply("ssl_sni_certs", &Array(vec![("a.example".into(), files("ssl_key"))])).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "setting 'ssl_sni_certs' must be an array of host => ['ssl_cert_file' => ..., 'ssl_key_file' => ...], array given"
    );
    settings.apply("ssl_sni_certs", &Array(vec![("a.example".into(), files("ssl_key_file"))])).unwrap();
    assert_eq!(settings.tls.sni_certs[0].key_file, "k");
}

#[test]
fn of_the_heartbeat_settings_one_follows_from_the_other() {
    let mut settings = Settings::default();
    assert_eq!(settings.heartbeat(), None);
    settings.heartbeat_idle_time = 10;
    assert_eq!(settings.heartbeat(), Some((Duration::from_secs(5), Duration::from_secs(10))));
    (settings.heartbeat_idle_time, settings.heartbeat_check_interval) = (0, 7);
    assert_eq!(settings.heartbeat(), Some((Duration::from_secs(7), Duration::from_secs(14))));
}

#[test]
fn a_small_package_limit_is_raised_to_the_least() {
    let mut settings = Settings::default();
    settings.apply("package_max_length", &Value::Int(10)).unwrap();
    assert_eq!(settings.package_limit(), LEAST_PACKAGE_MAX_LENGTH);
}
