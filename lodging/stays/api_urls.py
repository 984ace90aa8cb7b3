from django.urls import path

from lodging.stays import api

urlpatterns = [
    path("stays/", api.StaysView.as_view(), name="lodging-stays"),
    path("stays/<uuid:client_ref>/", api.StayView.as_view(), name="lodging-stay"),
    path("stays/<uuid:client_ref>/checkout/", api.CheckOutView.as_view(), name="lodging-checkout"),
    path("stays/<uuid:client_ref>/cancel/", api.CancelView.as_view(), name="lodging-cancel"),
    path("batches/", api.BatchesView.as_view(), name="lodging-batches"),
    path("codes/", api.CodesView.as_view(), name="lodging-codes"),
    path("errors/", api.ErrorsView.as_view(), name="lodging-errors"),
    path("receipts/<str:number>/", api.ReceiptView.as_view(), name="lodging-receipt"),
]
