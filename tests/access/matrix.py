"""Who may open what: every address × every person, as statuses. An address that is missing here fails a test.

200 works · 302 sent on (to the sign-in where nobody is signed in) · 401 the same for scripts · 403 known but
forbidden, with the reason · 404 hidden · 422 understood and refused. The world behind it is in `world.py`:
a running year in which the contact's sheet is sent, the deputy's is not, and the provisional ranking is out.
"""

# address, method, then: standing body, head, deputy, contact, viewer, administrator, outsider, nobody
PAGES = """
home:home                      GET   200  200  200  200  200  200  200  302
home:search                    GET   200  200  200  200  200  200  200  302
home:help                      GET   200  200  200  200  200  200  200  200
home:accessibility             GET   200  200  200  200  200  200  200  200
home:set-language              POST  302  302  302  302  302  302  302  302
accounts:sign-in               GET   302  302  302  302  302  302  302  200
accounts:sign-out              POST  302  302  302  302  302  302  302  302
accounts:signed-in             GET   200  200  200  200  200  200  200  302
accounts:change-password       GET   200  200  200  200  200  200  200  302
accounts:set-password          GET   403  403  403  403  403  200  403  302
clusters:units                 GET   200  404  404  404  200  200  404  302
clusters:unit                  GET   200  200  200  200  200  200  404  302
clusters:cycles                GET   200  200  200  200  200  200  200  302
clusters:open-years            GET   200  403  403  403  403  403  403  302
clusters:open-years-confirm    GET   200  403  403  403  403  403  403  302
clusters:overview              GET   200  404  404  404  200  200  404  302
clusters:cycle                 GET   200  200  200  200  200  200  404  302
clusters:phases                GET   200  200  200  403  403  403  404  302
clusters:phase-open            GET   200  200  200  403  403  403  404  302
clusters:phase-close           GET   200  200  200  403  403  403  404  302
clusters:phase-plan            GET   200  200  200  403  403  403  404  302
clusters:members               GET   200  200  200  200  200  200  404  302
clusters:member-add            GET   200  403  403  403  403  403  404  302
clusters:group-add             GET   200  403  403  403  403  403  404  302
clusters:appoint               GET   200  403  403  403  403  403  404  302
clusters:member-change         GET   200  403  403  403  403  403  404  302
clusters:history               GET   200  200  200  403  200  200  404  302
clusters:papers                GET   200  200  200  200  200  200  404  302
clusters:paper                 GET   200  200  200  200  200  200  404  302
clusters:movements             GET   200  200  200  200  200  200  404  302
clusters:movement-add          GET   200  200  200  403  403  403  404  302
clusters:results-edit          GET   200  200  200  403  403  403  404  302
clusters:movement-edit         GET   200  200  200  403  403  403  404  302
clusters:movement-remove       GET   200  200  200  403  403  403  404  302
clusters:pledge                GET   200  200  200  200  200  200  404  302
clusters:pledge-begin          GET   200  200  200  403  403  403  404  302
clusters:pledge-edit           GET   200  200  200  403  403  403  404  302
clusters:pledge-sign           GET   200  200  200  403  403  403  404  302
clusters:pledge-reopen         GET   200  403  403  403  403  403  404  302
clusters:tables                GET   200  404  404  404  200  200  404  302
clusters:table                 GET   200  200  200  200  200  200  404  302
clusters:table-compare         GET   200  200  200  200  200  200  404  302
clusters:table-correct         GET   200  403  403  403  403  403  404  302
clusters:table-copy            GET   200  403  403  403  403  403  404  302
clusters:criteria              GET   200  200  200  200  200  200  404  302
clusters:table-adopt           GET   200  403  403  403  403  403  404  302
clusters:scores                GET   200  200  200  302  200  200  404  302
clusters:save-mark             POST  200  200  200  403  403  403  404  401
clusters:save-marks            POST  200  200  200  422  422  422  404  401
clusters:score-totals          GET   200  200  200  200  200  200  404  302
clusters:mark-detail           GET   200  200  200  200  200  200  404  302
clusters:sheet                 GET   200  200  200  200  200  200  404  302
clusters:sheet-submit          GET   200  200  200  403  403  403  404  302
clusters:sheet-return          GET   200  200  200  403  403  403  404  302
clusters:sheet-verify          GET   200  200  200  403  403  403  404  302
clusters:sheet-reopen          GET   200  200  200  403  403  403  404  302
clusters:evidence              GET   200  200  200  403  200  200  404  302
clusters:evidence-file         GET   200  200  200  403  200  200  404  302
clusters:evidence-preview      GET   200  200  200  403  200  200  404  302
clusters:evidence-withdraw     GET   200  200  200  403  403  403  404  302
clusters:sheet-accept          GET   200  200  200  403  403  403  404  302
clusters:sheet-editors         GET   403  403  403  200  403  403  404  302
clusters:editor-end            GET   403  403  403  200  403  403  404  302
clusters:sheet-comments        GET   200  200  200  200  200  200  404  302
clusters:comment-withdraw      GET   403  200  403  403  404  404  404  302
clusters:corrections           GET   200  200  200  403  200  200  404  302
clusters:corrections-export    GET   200  200  200  403  200  200  404  302
clusters:ranking               GET   200  200  200  200  200  200  404  302
clusters:ranking-publish       GET   200  403  403  403  403  403  404  302
clusters:ranking-withdraw      GET   200  403  403  403  403  403  404  302
clusters:ranking-ties          GET   200  200  200  403  403  403  404  302
clusters:ranking-votes         GET   200  200  200  403  403  403  404  302
clusters:ranking-band          GET   200  200  200  403  403  403  404  302
clusters:ranking-band-undo     GET   200  200  200  403  403  403  404  302
clusters:scores-matrix         GET   200  200  200  403  200  200  404  302
clusters:meeting               GET   200  200  200  200  200  200  404  302
clusters:meeting-add           GET   200  200  200  403  403  403  404  302
clusters:meeting-edit          GET   200  200  200  403  403  403  404  302
clusters:meeting-remove        GET   200  200  200  403  403  403  404  302
clusters:report                GET   200  200  200  200  200  200  404  302
clusters:report-adopt          GET   200  200  403  403  403  403  404  302
clusters:report-reopen         GET   200  200  403  403  403  403  404  302
clusters:report-write          GET   200  200  200  403  403  403  404  302
clusters:report-versions       GET   200  200  200  200  200  200  404  302
clusters:contribute            GET   200  200  200  200  403  403  404  302
awards:nominations             GET   200  200  200  200  200  200  404  302
awards:nominate                GET   200  200  200  403  403  403  404  302
awards:nomination-edit         GET   200  200  200  403  403  403  404  302
awards:nomination-move         POST  302  302  302  403  403  403  404  302
awards:nomination-step         GET   200  200  200  403  403  403  404  302
health                         GET   200  200  200  200  200  200  200  200
"""

# The console: for the administrator; everybody else of the cast is sent to the sign-in. 302 stands for a row
# that does not exist (the way back to the list), 403 for what nobody may do in the console.
CONSOLE = """
admin:accounts_user_add                                 200
admin:accounts_user_change                              302
admin:accounts_user_changelist                          200
admin:accounts_user_delete                              403
admin:accounts_user_history                             404
admin:app_list                                          200
admin:audit_entry_add                                   403
admin:audit_entry_change                                302
admin:audit_entry_changelist                            200
admin:audit_entry_delete                                403
admin:audit_entry_history                               404
admin:autocomplete                                      403
admin:awards_award_add                                  200
admin:awards_award_change                               302
admin:awards_award_changelist                           200
admin:awards_award_delete                               302
admin:awards_award_history                              404
admin:awards_loadedcycle_add                            403
admin:awards_loadedcycle_change                         302
admin:awards_loadedcycle_changelist                     200
admin:awards_loadedcycle_delete                         403
admin:awards_loadedcycle_history                        404
admin:awards_nomination_add                             403
admin:awards_nomination_change                          302
admin:awards_nomination_changelist                      200
admin:awards_nomination_delete                          403
admin:awards_nomination_history                         404
admin:chapter                                           404
admin:clusters_cluster_add                              200
admin:clusters_cluster_change                           302
admin:clusters_cluster_changelist                       200
admin:clusters_cluster_delete                           302
admin:clusters_cluster_export                           200
admin:clusters_cluster_history                          404
admin:clusters_cluster_import                           200
admin:clusters_cluster_import_template                  200
admin:clusters_cluster_process_import                   405
admin:clusters_criteriabinding_add                      403
admin:clusters_criteriabinding_change                   302
admin:clusters_criteriabinding_changelist               200
admin:clusters_criteriabinding_delete                   403
admin:clusters_criteriabinding_history                  404
admin:clusters_criteriatable_add                        403
admin:clusters_criteriatable_change                     302
admin:clusters_criteriatable_changelist                 200
admin:clusters_criteriatable_delete                     403
admin:clusters_criteriatable_export                     200
admin:clusters_criteriatable_history                    404
admin:clusters_criteriatable_import                     403
admin:clusters_criteriatable_import_template            403
admin:clusters_criteriatable_process_import             405
admin:clusters_cycle_add                                403
admin:clusters_cycle_change                             302
admin:clusters_cycle_changelist                         200
admin:clusters_cycle_delete                             403
admin:clusters_cycle_history                            404
admin:clusters_leadership_add                           403
admin:clusters_leadership_change                        302
admin:clusters_leadership_changelist                    200
admin:clusters_leadership_delete                        403
admin:clusters_leadership_history                       404
admin:clusters_mark_add                                 403
admin:clusters_mark_change                              302
admin:clusters_mark_changelist                          200
admin:clusters_mark_delete                              403
admin:clusters_mark_export                              200
admin:clusters_mark_history                             404
admin:clusters_mark_import                              200
admin:clusters_mark_import_template                     200
admin:clusters_mark_process_import                      405
admin:clusters_meeting_add                              403
admin:clusters_meeting_change                           302
admin:clusters_meeting_changelist                       200
admin:clusters_meeting_delete                           403
admin:clusters_meeting_history                          404
admin:clusters_membership_add                           403
admin:clusters_membership_change                        302
admin:clusters_membership_changelist                    200
admin:clusters_membership_delete                        403
admin:clusters_membership_export                        200
admin:clusters_membership_history                       404
admin:clusters_membership_import                        403
admin:clusters_membership_import_template               403
admin:clusters_membership_process_import                405
admin:clusters_movement_add                             403
admin:clusters_movement_change                          302
admin:clusters_movement_changelist                      200
admin:clusters_movement_delete                          403
admin:clusters_movement_history                         404
admin:clusters_pledge_add                               403
admin:clusters_pledge_change                            302
admin:clusters_pledge_changelist                        200
admin:clusters_pledge_delete                            403
admin:clusters_pledge_history                           404
admin:clusters_publication_add                          403
admin:clusters_publication_change                       302
admin:clusters_publication_changelist                   200
admin:clusters_publication_delete                       403
admin:clusters_publication_history                      404
admin:clusters_representation_add                       200
admin:clusters_representation_change                    302
admin:clusters_representation_changelist                200
admin:clusters_representation_delete                    302
admin:clusters_representation_history                   404
admin:clusters_sheet_add                                403
admin:clusters_sheet_change                             302
admin:clusters_sheet_changelist                         200
admin:clusters_sheet_delete                             403
admin:clusters_sheet_history                            404
admin:clusters_summaryreport_add                        403
admin:clusters_summaryreport_change                     302
admin:clusters_summaryreport_changelist                 200
admin:clusters_summaryreport_delete                     403
admin:clusters_summaryreport_history                    404
admin:clusters_unit_add                                 200
admin:clusters_unit_change                              302
admin:clusters_unit_changelist                          200
admin:clusters_unit_delete                              302
admin:clusters_unit_export                              200
admin:clusters_unit_history                             404
admin:clusters_unit_import                              200
admin:clusters_unit_import_template                     200
admin:clusters_unit_process_import                      405
admin:documents_storedpaper_add                         403
admin:documents_storedpaper_change                      302
admin:documents_storedpaper_changelist                  200
admin:documents_storedpaper_delete                      403
admin:documents_storedpaper_history                     404
admin:index                                             200
admin:jsi18n                                            200
admin:login                                             403
admin:logout                                            307
admin:password_change                                   302
admin:password_change_done                              200
admin:view_on_site                                      404
"""
