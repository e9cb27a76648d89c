"""The Asterisk modules a 112 call, its watchers and its record need. Everything else stays unloaded."""

CALL_PATH = (
    "pbx_config", "app_queue", "app_mixmonitor", "app_confbridge", "app_stack", "app_exec", "app_echo", "app_playback",
    "app_channelredirect", "app_softhangup", "app_celgenuserevent", "app_dial", "app_originate", "app_chanspy", "app_db", "app_verbose",
    "app_milliwatt",
    "func_callerid", "func_channel", "func_cut", "func_db", "func_env", "func_global", "func_logic", "func_math",
    "func_pjsip_endpoint", "func_pjsip_contact", "func_pjsip_aor", "func_shell", "func_sorcery", "func_strings", "func_timeout",
    "func_uri", "func_hangupcause", "func_devstate", "func_volume",
    "bridge_simple", "bridge_softmix", "bridge_holding", "bridge_native_rtp", "bridge_builtin_features",
    "chan_pjsip", "chan_bridge_media", "res_musiconhold", "res_timing_timerfd", "res_timing_pthread",
    "codec_alaw", "codec_ulaw", "codec_a_mu", "codec_resample", "codec_opus_open_source", "res_format_attr_opus",
    "format_pcm", "format_sln", "format_wav",
)  # fmt: skip
SIP = (
    "res_pjproject", "res_pjsip", "res_pjsip_session", "res_pjsip_pubsub", "res_pjsip_sdp_rtp", "res_pjsip_registrar", "res_pjsip_caller_id",
    "res_pjsip_authenticator_digest", "res_pjsip_outbound_authenticator_digest", "res_pjsip_endpoint_identifier_user",
    "res_pjsip_endpoint_identifier_ip", "res_pjsip_nat", "res_pjsip_rfc3326", "res_pjsip_header_funcs",
    "res_pjsip_dtmf_info", "res_pjsip_logger", "res_pjsip_dlg_options", "res_pjsip_empty_info",
    "res_pjsip_transport_websocket", "res_http_websocket", "res_rtp_asterisk", "res_srtp", "res_crypto",
    "res_sorcery_config", "res_sorcery_astdb", "res_sorcery_memory", "res_geolocation", "res_pjsip_geolocation",
)  # fmt: skip
WATCHERS = (
    "res_ari", "res_ari_model", "res_ari_applications", "res_ari_asterisk", "res_ari_bridges", "res_ari_channels",
    "res_ari_device_states", "res_ari_endpoints", "res_ari_events", "res_ari_playbacks", "res_ari_recordings",
    "res_ari_sounds", "res_stasis", "res_stasis_answer", "res_stasis_device_state", "res_stasis_playback",
    "res_stasis_recording", "res_stasis_snoop", "app_stasis", "res_websocket_client", "res_cdrel_custom", "cel_sqlite3_custom",
)  # fmt: skip
ALL = (*SIP, *CALL_PATH, *WATCHERS)
